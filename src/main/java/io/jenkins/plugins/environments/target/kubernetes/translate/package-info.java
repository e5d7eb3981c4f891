/**
 * From a stack to Kubernetes objects. A pure function: it talks to nobody, knows no time and no chance, and gives the
 * same objects in the same order for the same input, so that a second deploy of the same finds nothing to do.
 */
package io.jenkins.plugins.environments.target.kubernetes.translate;
