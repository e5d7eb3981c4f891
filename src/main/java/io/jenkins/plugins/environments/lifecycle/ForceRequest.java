package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Origin;

/**
 * A person's word that what holds a removal be taken off, though its controllers had no chance to clean up.
 *
 * @param confirmation the environment's id, typed by that person
 */
public record ForceRequest(EnvironmentId environment, String confirmation, Origin origin) {}
