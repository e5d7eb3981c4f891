/** Why a service is not ready. */
package io.jenkins.plugins.environments.target.kubernetes.diagnose;
