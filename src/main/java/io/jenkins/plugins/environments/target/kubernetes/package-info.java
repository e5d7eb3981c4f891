/**
 * The target for Kubernetes and OpenShift. {@code translate} turns a stack into objects and talks to nobody; the rest
 * applies, watches, diagnoses and destroys them on a cluster.
 */
package io.jenkins.plugins.environments.target.kubernetes;
