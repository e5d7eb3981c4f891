package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.SourceFile;
import io.jenkins.plugins.environments.model.StackInputs;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the files of a release again with the values of another stage. The kept files have no sensitive values, so they
 * are read twice, as they were and as they shall be, with a token in place of each value that is not known: what is the
 * same both times stays exactly what ran, sensitive values by their key and digest; what differs is what the stage
 * makes of it.
 */
public final class Restaging {

    /** Stands for a sensitive value that only the target has; no placeholder, and nothing that a person writes. */
    static final String TOKEN = "kept-on-the-target-5f0c2b";

    private final KeyedDigest digest;

    /** @param digest the one with which the release was read */
    public Restaging(KeyedDigest digest) {
        this.digest = digest;
    }

    /**
     * The stack of a release as a stage's values make it.
     *
     * @param ran what the release was
     * @param sources its files, without sensitive values
     * @param inputs how they were read
     * @param variables plain values before those of the files
     * @param secrets sensitive values before those of the files
     * @param placeholdersAllowed whether {@code CHANGE_ME} and the like are let through
     * @return the stack; its secrets are those alone that the release had not
     * @throws InvalidInputException with every value that can't be known, or that is wrong in that stage
     */
    public StackReading read(
            Stack ran,
            List<SourceFile> sources,
            StackInputs inputs,
            Map<String, String> variables,
            Map<String, String> secrets,
            boolean placeholdersAllowed) {
        if (ran.services().isEmpty() && !ran.manifests().isEmpty()) {
            // Nothing in manifests depends on the stage's values.
            return new StackReading(ran, SecretValues.none(), sources, List.of(), inputs);
        }
        Map<String, String> unknown = new HashMap<>();
        inputs.sensitive().forEach(name -> unknown.put(name, TOKEN));
        try {
            Path folder = Files.createTempDirectory("environments-release");
            try {
                // Below some folders, since a project may read files of a folder above its own.
                Path project = Files.createDirectories(folder.resolve("a/b/c/d/e/f/project"));
                write(folder, project, sources, inputs);
                StackReading was = ProjectReading.of(
                                request(folder, project, inputs, inputs.variables(), unknown, true),
                                Given.NOTHING,
                                digest)
                        .read();
                StackReading next = ProjectReading.of(
                                request(folder, project, inputs, variables, secrets, placeholdersAllowed),
                                new Given(inputs.variables(), unknown),
                                digest)
                        .read();
                StackReading services = joined(ran.with(List.of()), was, next, sources);
                return new StackReading(
                        services.stack().with(ran.manifests()),
                        services.secrets(),
                        sources,
                        services.warnings(),
                        services.inputs());
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StackReading joined(Stack ran, StackReading was, StackReading next, List<SourceFile> sources) {
        StackJoin join = new StackJoin(next.secrets());
        Stack stack = join.join(next.stack(), was.stack(), ran);
        if (!join.problems().isEmpty()) {
            throw new InvalidInputException(join.problems());
        }
        Set<Value.Sensitive> known = new HashSet<>(StackJoin.sensitive(ran));
        Map<String, byte[]> fresh = new HashMap<>();
        for (Value.Sensitive value : StackJoin.sensitive(stack)) {
            if (!known.contains(value)) {
                fresh.put(value.key(), next.secrets().content(value.key()).orElseThrow());
            }
        }
        known.stream()
                .filter(value -> fresh.containsKey(value.key())
                        && StackJoin.sensitive(stack).contains(value))
                .findFirst()
                .ifPresent(value -> {
                    throw new InvalidInputException(new Problem(
                            value.position(),
                            "two sensitive values have the same place here, and only one of them is known",
                            "deploy the change to this stage in place of promoting it"));
                });
        return new StackReading(stack, new SecretValues(fresh), sources, next.warnings(), next.inputs());
    }

    private static StackRequest request(
            Path boundary,
            Path project,
            StackInputs inputs,
            Map<String, String> variables,
            Map<String, String> secrets,
            boolean placeholdersAllowed) {
        return new StackRequest(
                project,
                boundary,
                inputs.files().stream().map(Path::of).toList(),
                inputs.envFiles().stream().map(Path::of).toList(),
                inputs.profiles(),
                variables,
                secrets,
                placeholdersAllowed);
    }

    private static void write(Path boundary, Path project, List<SourceFile> sources, StackInputs inputs)
            throws IOException {
        for (String name : inputs.folders()) {
            Files.createDirectories(inside(boundary, project, name));
        }
        for (String name : inputs.contents()) {
            // What is in them is taken from what ran; that they are there is all that reading needs.
            write(inside(boundary, project, name), "");
        }
        for (SourceFile source : sources) {
            write(inside(boundary, project, source.path()), source.text().replace(Sensitivity.MASK, TOKEN));
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, text);
    }

    private static Path inside(Path boundary, Path project, String name) throws IOException {
        Path file = project.resolve(name).normalize();
        if (!file.startsWith(boundary)) {
            throw new IOException("a kept file leads out of its folder: " + name);
        }
        return file;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
