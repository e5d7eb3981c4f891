/** How an engine is reached, and the few questions that we ask its API. */
package io.jenkins.plugins.environments.target.docker.engine;
