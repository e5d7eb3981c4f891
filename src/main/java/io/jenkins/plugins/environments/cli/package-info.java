/** The same commands as the steps, from a terminal: for trying out and for cron. */
package io.jenkins.plugins.environments.cli;
