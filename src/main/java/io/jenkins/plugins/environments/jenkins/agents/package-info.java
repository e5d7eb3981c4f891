/** Where programs run that a target needs: on the agents of builds, through Jenkins' Launcher. */
package io.jenkins.plugins.environments.jenkins.agents;
