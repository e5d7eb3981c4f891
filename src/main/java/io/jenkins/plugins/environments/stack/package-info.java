/**
 * From files to a {@link io.jenkins.plugins.environments.model.stack.Stack}: Compose files, {@code .env} files and
 * their rules. Reads the files that it is given and does no other input or output.
 */
package io.jenkins.plugins.environments.stack;
