/** The Pipeline steps. They gather what a build gives, ask the lifecycle, and follow what it does. */
package io.jenkins.plugins.environments.jenkins.steps;
