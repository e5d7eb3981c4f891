/**
 * What happens to environments and when: operations and their journal, the store, locks, rules. Knows no Kubernetes, no
 * Docker, no Jenkins.
 */
package io.jenkins.plugins.environments.lifecycle;
