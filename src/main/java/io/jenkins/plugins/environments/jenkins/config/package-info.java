/** What an administrator configured: targets and stages, in the form under Manage Jenkins and as code. */
package io.jenkins.plugins.environments.jenkins.config;
