/** What folders say about stages, where the plugin cloudbees-folder is installed. Nothing outside of this package knows it. */
package io.jenkins.plugins.environments.jenkins.folders;
