package io.jenkins.plugins.environments.model.stack;

/**
 * The content of a file that a service gets.
 *
 * @param value its text; sensitive files by key
 * @param base64 true when a plain value's text is base64 of bytes that are no UTF-8
 */
public record Content(Value value, boolean base64) {}
