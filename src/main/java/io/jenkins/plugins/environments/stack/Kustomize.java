package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders a Kustomize folder with the program that is there: {@code kustomize}, else {@code kubectl}. */
public final class Kustomize {

    private static final List<List<String>> PROGRAMS =
            List.of(List.of("kustomize", "build"), List.of("kubectl", "kustomize"));
    private static final int WORTH_READING = 5;

    private final Runner runner;

    public Kustomize(Runner runner) {
        this.runner = runner;
    }

    /** Runs programs in the project's folder, wherever that is. */
    public interface Runner {

        /**
         * Runs a program to its end.
         *
         * @throws IOException when it can't be run, e.g. since it is not there
         */
        Result run(List<String> command) throws IOException, InterruptedException;
    }

    /**
     * How a program ended.
     *
     * @param status 0: it did what it should
     * @param output what it wrote to standard output
     * @param errors what it wrote to standard error
     */
    public record Result(int status, String output, String errors) {}

    /**
     * The objects of a folder, in one file for {@link ManifestReader}.
     *
     * @param folder relative to the project's folder
     * @throws InvalidInputException when no program is there, or it refuses the folder
     */
    public Map<String, byte[]> render(String folder) throws InterruptedException {
        for (List<String> program : PROGRAMS) {
            Result result;
            try {
                result = runner.run(List.of(program.get(0), program.get(1), folder));
            } catch (IOException e) {
                // Not there: perhaps the other one is.
                continue;
            }
            if (result.status() != 0) {
                throw new InvalidInputException(new Problem(
                        Position.of(folder),
                        String.join(" ", program) + " can't render the folder: " + words(result.errors()),
                        "correct its kustomization.yaml"));
            }
            return Map.of(
                    String.join(" ", program) + " " + folder, result.output().getBytes(StandardCharsets.UTF_8));
        }
        throw new InvalidInputException(new Problem(
                Position.of(folder),
                "neither kustomize nor kubectl is there to render the folder",
                "install one of them where the build runs, or render the folder in the build and name the result as a"
                        + " manifest"));
    }

    /** Its last words; what looks like a secret is left out. */
    private static String words(String errors) {
        List<String> lines = errors.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .skip(Math.max(0, lines.size() - WORTH_READING))
                .map(line -> Sensitivity.ofCommandLine(line) ? Sensitivity.MASK : line.strip())
                .collect(Collectors.joining("; "));
    }
}
