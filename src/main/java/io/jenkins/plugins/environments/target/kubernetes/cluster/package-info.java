/** A cluster as a target: puts the parts together. */
package io.jenkins.plugins.environments.target.kubernetes.cluster;
