/** How Configuration as Code writes the parts of the configuration that are maps and lists of plain texts. */
package io.jenkins.plugins.environments.jenkins.casc;
