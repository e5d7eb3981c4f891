/**
 * Environments on Kubernetes, OpenShift or a Docker engine for every change of a project: deployed, promoted and taken
 * away from a Pipeline or from a terminal.
 */
package io.jenkins.plugins.environments;
