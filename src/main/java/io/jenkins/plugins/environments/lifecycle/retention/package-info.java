/** The rules that say which environments are stale: pure functions over what is known, without a clock or a target. */
package io.jenkins.plugins.environments.lifecycle.retention;
