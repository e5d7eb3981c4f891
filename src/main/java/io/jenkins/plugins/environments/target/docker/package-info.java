/**
 * The target for Docker engines. {@code translate} turns a stack into one Compose file and talks to nobody; {@code
 * compose} brings it up with the field's own tool; the rest watches, diagnoses and destroys through the Engine API.
 */
package io.jenkins.plugins.environments.target.docker;
