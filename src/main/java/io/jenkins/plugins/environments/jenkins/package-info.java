/** The only room that knows Jenkins. No rule about environments lives here. */
package io.jenkins.plugins.environments.jenkins;
