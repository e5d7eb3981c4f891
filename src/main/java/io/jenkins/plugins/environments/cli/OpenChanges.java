package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus.State;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is open, as somebody listed it: a pull request's number ({@code 42}, {@code #42}, {@code !42}) or a branch on each
 * line. What the list does not name has ended.
 */
final class OpenChanges implements KnownChanges {

    private static final Pattern NUMBER = Pattern.compile("(?:#|!|pr-)?(\\d{1,9})");

    private final String list;
    private final Set<Integer> numbers = new HashSet<>();
    private final Set<String> branches = new HashSet<>();

    private OpenChanges(String list) {
        this.list = list;
    }

    /**
     * Reads a list.
     *
     * @param file {@code -}: standard input
     * @throws InvalidInputException when it can't be read
     */
    static OpenChanges read(String file, InputStream in) {
        OpenChanges open = new OpenChanges(file.equals("-") ? "the list" : file);
        try (BufferedReader lines = new BufferedReader(
                file.equals("-")
                        ? new InputStreamReader(in, StandardCharsets.UTF_8)
                        : Files.newBufferedReader(Path.of(file)))) {
            lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(open::add);
        } catch (IOException e) {
            throw new InvalidInputException(new Problem(
                    Position.of(file),
                    "the list of open changes can't be read: " + e.getMessage(),
                    "give a file with a pull request's number or a branch on each line, or - for standard input"));
        }
        return open;
    }

    private void add(String line) {
        Matcher number = NUMBER.matcher(line);
        if (number.matches()) {
            numbers.add(Integer.valueOf(number.group(1)));
        } else {
            branches.add(line);
        }
    }

    @Override
    public ChangeStatus of(Environment environment) {
        Integer number = environment.change().number();
        boolean open = number != null
                ? numbers.contains(number)
                : branches.contains(environment.change().branch());
        if (open) {
            return ChangeStatus.of(State.OPEN);
        }
        return number != null
                ? new ChangeStatus(State.CLOSED, "or merged, as it is not in " + list, null)
                : new ChangeStatus(State.BRANCH_GONE, ", as it is not in " + list, null);
    }
}
