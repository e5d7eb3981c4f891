/** Runs Docker Compose, wherever its program is. */
package io.jenkins.plugins.environments.target.docker.compose;
