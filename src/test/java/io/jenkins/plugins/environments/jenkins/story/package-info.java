/** The way to production, told to the end: a real Git repository, Jenkins, and a cluster. */
package io.jenkins.plugins.environments.jenkins.story;
