/** What runs as long as Jenkins does: the lifecycle, the connected targets, the threads of the steps. */
package io.jenkins.plugins.environments.jenkins.background;
