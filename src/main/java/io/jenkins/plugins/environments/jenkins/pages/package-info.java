/** What people see: the environments of a build, the table of all, one environment. Answered from memory. */
package io.jenkins.plugins.environments.jenkins.pages;
