package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.SourceFile;
import io.jenkins.plugins.environments.model.StackInputs;
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
 * @param inputs how the files were read; null when the stack was not read from files
 */
public record StackReading(
        Stack stack,
        SecretValues secrets,
        List<SourceFile> sources,
        List<Problem> warnings,
        @CheckForNull StackInputs inputs) {

    public StackReading {
        sources = List.copyOf(sources);
        warnings = List.copyOf(warnings);
    }

    /** A stack that was not read from files. */
    public StackReading(Stack stack, SecretValues secrets, List<SourceFile> sources, List<Problem> warnings) {
        this(stack, secrets, sources, warnings, null);
    }
}
