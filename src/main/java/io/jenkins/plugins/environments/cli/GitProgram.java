package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.merge.GitHistory;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.OperationFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The history of a clone on this machine, asked of the {@code git} program. */
final class GitProgram implements GitHistory {

    private static final int MOST = 1000;
    private static final long SECONDS = 60;

    private final Path clone;

    GitProgram(Path clone) {
        this.clone = clone;
    }

    /** The id of what a name stands for, e.g. {@code HEAD}; empty when it stands for no commit. */
    Optional<String> commit(String name) {
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

    /** What it prints; empty when it ends with another status than 0. */
    private Optional<String> run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", clone.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failed("it did not end within " + SECONDS + " s");
            }
            return process.exitValue() == 0 ? Optional.of(text.strip()) : Optional.empty();
        } catch (IOException e) {
            throw failed(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("it was interrupted");
        }
    }

    private OperationFailedException failed(String why) {
        return new OperationFailedException(Failure.of(
                "the history of " + clone + " can't be asked", why, "install git, or say the change with --change"));
    }
}
