/** Turns a stack into a Compose file for a Docker engine. Talks to nobody. */
package io.jenkins.plugins.environments.target.docker.translate;
