package io.jenkins.plugins.environments.model.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;

/**
 * An entry of {@code configs} or {@code secrets}. Entries of {@code secrets} always have sensitive content.
 *
 * @param content null exactly when external
 * @param external the name of one that exists already on the target and is not ours; null: ours
 */
public record StackFile(String name, @CheckForNull Content content, @CheckForNull String external, Position position) {}
