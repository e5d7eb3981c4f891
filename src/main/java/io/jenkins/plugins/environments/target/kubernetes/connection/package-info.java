/**
 * How a cluster is reached: kubeconfig files, servers with credentials, the service account of a pod. Knows the client
 * library's configuration, so that nothing else has to.
 */
package io.jenkins.plugins.environments.target.kubernetes.connection;
