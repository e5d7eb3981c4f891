package io.jenkins.plugins.environments.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Sensitive values, never by the command line itself: that is seen by others on the machine, and kept by the shell. */
final class SecretOptions {

    private static final Position HERE = Position.of("--secret");
    private static final String ENV = "env:";
    private static final String FILE = "file:";

    @Option(
            names = "--secret",
            paramLabel = "NAME=SOURCE",
            description = {
                "A sensitive value before those of files. SOURCE is env:VARIABLE, or file:PATH, whose last line",
                "end is left out. The value itself is refused: others see a command line."
            })
    private List<String> secrets = List.of();

    /**
     * The values, by variable name.
     *
     * @throws InvalidInputException when a source is none, or there is nothing; names no value
     */
    Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        for (String each : secrets) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? "" : each.substring(0, equals);
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw invalid("it begins with no variable's name", "NAME");
            }
            values.put(name, value(name, each.substring(equals + 1)));
        }
        return values;
    }

    private static String value(String name, String source) {
        if (source.startsWith(ENV)) {
            return found(name, source, System.getenv(source.substring(ENV.length())));
        }
        if (source.startsWith(FILE)) {
            return found(name, source, text(Path.of(source.substring(FILE.length()))));
        }
        throw invalid("the value of " + name + " would stand on the command line, which others see", name);
    }

    private static String found(String name, String source, @CheckForNull String value) {
        if (value == null) {
            throw invalid(source + " of " + name + " is not there or can't be read", name);
        }
        return value;
    }

    @CheckForNull
    private static String text(Path file) {
        try {
            return Files.readString(file).replaceFirst("\\r?\\n$", "");
        } catch (IOException e) {
            return null;
        }
    }

    private static InvalidInputException invalid(String what, String name) {
        return new InvalidInputException(
                new Problem(HERE, what, "write " + name + "=env:VARIABLE or " + name + "=file:PATH"));
    }
}
