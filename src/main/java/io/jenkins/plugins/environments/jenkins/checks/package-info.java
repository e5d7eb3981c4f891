/** Checks on commits, where the plugin checks-api is installed. Nothing outside of this package knows it. */
package io.jenkins.plugins.environments.jenkins.checks;
