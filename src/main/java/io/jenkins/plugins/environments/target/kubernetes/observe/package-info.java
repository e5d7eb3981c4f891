/** What is known of a cluster from its watches, and what it means for an environment. */
package io.jenkins.plugins.environments.target.kubernetes.observe;
