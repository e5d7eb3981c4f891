package io.jenkins.plugins.environments.lifecycle.merge;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The history of a clone as the {@code git} program tells it, wherever that runs. */
public record GitCommands(Git git) implements GitHistory {

    private static final int MOST = 1000;

    /** Runs the program in the clone. */
    @FunctionalInterface
    public interface Git {

        /**
         * What it prints, without blanks around it; empty when it ends with another status than 0.
         *
         * @throws io.jenkins.plugins.environments.model.OperationFailedException when it can't be run
         */
        Optional<String> run(List<String> arguments);
    }

    /** The id of what a name stands for, e.g. {@code HEAD}; empty when it stands for no commit. */
    public Optional<String> commit(String name) {
        return run("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
    }

    @Override
    public Optional<String> message(String commit) {
        return commit(commit).flatMap(id -> run("log", "-1", "--format=%B", id));
    }

    @Override
    public Optional<String> mergeBase(String one, String other) {
        Optional<String> first = commit(one);
        Optional<String> second = commit(other);
        return first.isPresent() && second.isPresent()
                ? run("merge-base", first.get(), second.get())
                : Optional.empty();
    }

    @Override
    public List<String> parents(String commit) {
        return commit(commit)
                .flatMap(id -> run("log", "-1", "--format=%P", id))
                .filter(text -> !text.isEmpty())
                .map(text -> List.of(text.split(" ")))
                .orElse(List.of());
    }

    @Override
    public List<String> messages(String before, String commit) {
        Optional<String> from = commit(before);
        Optional<String> upTo = commit(commit);
        if (from.isEmpty() || upTo.isEmpty()) {
            return List.of();
        }
        return run("log", "-z", "--format=%B", "--max-count=" + MOST, upTo.get(), "^" + from.get()).stream()
                .flatMap(text -> Arrays.stream(text.split("\0")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** What replaces or grafts commits in a clone is of that clone alone, and no part of the history. */
    private Optional<String> run(String... arguments) {
        return git.run(Stream.concat(Stream.of("--no-replace-objects"), Arrays.stream(arguments))
                .toList());
    }
}
