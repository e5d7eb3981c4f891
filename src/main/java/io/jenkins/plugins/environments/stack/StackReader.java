package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.InvalidInputException;
import java.util.List;
import java.util.Map;

/**
 * Reads a project's Compose files and variables. Immutable and safe for use by several threads. Nothing outside the
 * boundary of the request is read, and neither is the environment of the process.
 */
public final class StackReader {

    private final KeyedDigest digest;

    /** @param digest makes {@link io.jenkins.plugins.environments.model.stack.Value.Sensitive#digest()} */
    public StackReader(KeyedDigest digest) {
        this.digest = digest;
    }

    /**
     * Reads, merges and resolves the files.
     *
     * @throws InvalidInputException with every problem that was found, each with its place
     */
    public StackReading read(StackRequest request) {
        return ProjectReading.of(request, digest).read();
    }

    /**
     * Of each variable, label and argument of the services whether it is sensitive, and by which rule.
     *
     * @throws InvalidInputException with every problem that was found, each with its place
     */
    public List<Choice> explain(StackRequest request) {
        return ProjectReading.of(request, digest).choices();
    }

    /**
     * The {@code .env.sample} of a stack: every variable that it reads, where, its default, sensitive ones as
     * placeholders, by service. Comments and values of an earlier sample stay, but values of sensitive variables.
     *
     * @param name of the earlier sample, for messages
     * @param before the earlier sample; empty: there is none
     * @throws InvalidInputException when a file can't be read
     */
    public String sample(StackRequest request, String name, String before) {
        return ProjectReading.of(request, digest).sample(name, before);
    }

    /**
     * The resolved stack in the form of {@code docker compose config --format json}: maps, lists, strings, numbers,
     * booleans and nulls. Sensitive values show as {@code <sensitive>}.
     *
     * @throws InvalidInputException with every problem that was found, each with its place
     */
    public Map<String, Object> config(StackRequest request) {
        return ProjectReading.of(request, digest).config();
    }
}
