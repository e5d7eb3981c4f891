/** Takes environments away and tells what is still there. */
package io.jenkins.plugins.environments.target.kubernetes.destroy;
