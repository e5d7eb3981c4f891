/**
 * A Kubernetes API in this process, for the demo and for fast tests: the client library's mock server keeps the objects,
 * we add what it lacks, and a small loop plays the controllers. No container runs.
 */
package io.jenkins.plugins.environments.cli.embedded;
