package io.jenkins.plugins.environments.model;

/**
 * A file that a stack was read from, as given but for its sensitive values, which are cut out.
 *
 * @param path relative to the project folder, with forward slashes
 * @param text the text with each sensitive value replaced by {@code <sensitive>}
 */
public record SourceFile(String path, String text) {}
