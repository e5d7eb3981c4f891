/** Who may do what with environments. */
package io.jenkins.plugins.environments.jenkins.permissions;
