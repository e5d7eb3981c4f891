/** Makes what is on the cluster what it shall be, and takes away what shall not be. */
package io.jenkins.plugins.environments.target.kubernetes.apply;
