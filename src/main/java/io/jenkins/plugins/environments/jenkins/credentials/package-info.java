/** From credentials ids to what they stand for. Secret values are read when they are needed and never kept. */
package io.jenkins.plugins.environments.jenkins.credentials;
