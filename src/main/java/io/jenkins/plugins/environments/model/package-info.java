/**
 * The words of the design as records: what an environment, a change, a stage, a release, an operation and a stack are.
 * Nothing here does input or output, and nothing here knows a target, Jenkins or a terminal.
 */
package io.jenkins.plugins.environments.model;
