/** What is known of the containers on an engine, from memory. */
package io.jenkins.plugins.environments.target.docker.observe;
