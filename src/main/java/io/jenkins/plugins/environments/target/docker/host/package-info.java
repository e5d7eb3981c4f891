/** The target: brings environments up on an engine, watches them and takes them away. */
package io.jenkins.plugins.environments.target.docker.host;
