package io.jenkins.plugins.environments.model;

/**
 * Where a service of an environment answers.
 *
 * @param service the service
 * @param host the host name, a valid DNS name
 * @param port the container's port behind it
 * @param url the whole address, http or https
 */
public record Link(String service, String host, int port, String url) {}
