/**
 * A stack as records, fully resolved: files merged, variables put in, paths read. What every target translates. A
 * sensitive value is never in here, only its key and digest ({@link io.jenkins.plugins.environments.model.stack.Value}).
 */
package io.jenkins.plugins.environments.model.stack;
