package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.SourceFile;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Stack;
import java.util.List;

/**
 * What reading a project's files gave.
 *
 * @param stack fully resolved, without any sensitive text
 * @param secrets the sensitive texts, by the keys that the stack names
 * @param sources every file that was read, sensitive values cut out
 * @param warnings what a person should know; keys that have no meaning for us among them
 */
public record StackReading(Stack stack, SecretValues secrets, List<SourceFile> sources, List<Problem> warnings) {

    public StackReading {
        sources = List.copyOf(sources);
        warnings = List.copyOf(warnings);
    }
}
