/** A cluster's API as the rest of the target uses it: objects of any kind as JSON, and errors in our words. */
package io.jenkins.plugins.environments.target.kubernetes.api;
