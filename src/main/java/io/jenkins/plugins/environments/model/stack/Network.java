package io.jenkins.plugins.environments.model.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;

/**
 * A network that services share.
 *
 * @param internal no way out of it
 * @param external the name of a network that exists already and is not ours; null: ours
 */
public record Network(String name, boolean internal, @CheckForNull String external, Position position) {}
