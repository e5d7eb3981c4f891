package io.jenkins.plugins.environments.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.OperationFailedException;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.Kustomize;
import io.jenkins.plugins.environments.stack.ManifestFiles;
import io.jenkins.plugins.environments.stack.ManifestReader;
import io.jenkins.plugins.environments.stack.ManifestReading;
import io.jenkins.plugins.environments.stack.Parameters;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.stack.StackRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what to read. */
final class StackOptions {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A Compose file; several are merged in order. Default: compose.yaml and its relatives.")
    List<Path> files = List.of();

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "Variables for interpolation in place of .env; a later file wins.")
    List<Path> envFiles = List.of();

    @Option(names = "--profile", paramLabel = "NAME", description = "A profile to activate.")
    Set<String> profiles = Set.of();

    @Option(
            names = "--project-directory",
            paramLabel = "FOLDER",
            description = "The folder that paths are relative to. Default: that of the first file.")
    Path directory;

    @Option(
            names = "--manifests",
            paramLabel = "PATTERN",
            description =
                    "Ready Kubernetes manifests: files, folders or globs (k8s/*.yaml), in place of Compose files or,"
                            + " with --file, beside them.")
    List<String> manifests = List.of();

    @Option(
            names = "--kustomize",
            paramLabel = "FOLDER",
            description = "A Kustomize folder, rendered by kustomize or kubectl, whichever is there.")
    String kustomize;

    @Option(names = "--variable", paramLabel = "NAME=VALUE", description = "A plain value before those of files.")
    Map<String, String> variables = Map.of();

    @Option(names = "--image", paramLabel = "SERVICE=IMAGE", description = "The image of a service, before the file's.")
    Map<String, String> images = Map.of();

    @Mixin
    SecretOptions secrets = new SecretOptions();

    /**
     * What the files say for a stage: Compose files, manifests, or both.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException with every problem that was found
     */
    StackReading read(KeyedDigest digest, Stage stage) {
        StackReader reader = new StackReader(digest);
        ManifestReading ready = manifests(digest, stage);
        if (ready == null) {
            return reader.read(request(stage));
        }
        return files.isEmpty() ? ready.alone(manifestsName()) : ready.beside(reader.read(request(stage)));
    }

    /**
     * The manifests alone.
     *
     * @return null when none are named
     * @throws io.jenkins.plugins.environments.model.InvalidInputException with every problem that was found
     */
    @CheckForNull
    ManifestReading manifests(KeyedDigest digest, Stage stage) {
        if (manifests.isEmpty() && kustomize == null) {
            return null;
        }
        Path folder =
                (directory == null ? Path.of("") : directory).toAbsolutePath().normalize();
        Map<String, byte[]> found = new LinkedHashMap<>(ManifestFiles.find(folder, manifests));
        if (kustomize != null) {
            found.putAll(rendered(folder));
        }
        return new ManifestReader(digest).read(found, stage.development());
    }

    /** What a stack of manifests alone is called. */
    String manifestsName() {
        return String.valueOf(projectDirectory().getFileName());
    }

    private Map<String, byte[]> rendered(Path folder) {
        try {
            return new Kustomize(new FolderPrograms(folder)).render(kustomize);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationFailedException(
                    Failure.of("can't render " + kustomize, "the program was interrupted", "run it again"));
        }
    }

    /** What to read for a stage. */
    StackRequest request(Stage stage) {
        Parameters.refuse(Stream.of(Parameters.variables("--variable", variables.keySet()), Parameters.images(images))
                .flatMap(List::stream)
                .toList());
        Map<String, String> all = new HashMap<>(stage.variables());
        all.putAll(variables);
        Path project = projectDirectory();
        // Files beside the project are read as far as its repository reaches.
        Path boundary = above(project, folder -> Files.exists(folder.resolve(".git")));
        return new StackRequest(
                project,
                boundary,
                absolute(files),
                absolute(envFiles),
                profiles,
                all,
                secrets.values(),
                stage.development());
    }

    /** As a person at a terminal means them: from the folder where they are. */
    private static List<Path> absolute(List<Path> paths) {
        return paths.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
    }

    /** The project's folder, absolute. */
    Path projectDirectory() {
        if (directory != null) {
            return directory.toAbsolutePath().normalize();
        }
        Path here = Path.of("").toAbsolutePath().normalize();
        if (!files.isEmpty()) {
            Path parent = files.get(0).toAbsolutePath().normalize().getParent();
            return parent == null ? here : parent;
        }
        // As Compose: from any folder inside of the project.
        return above(here, StackRequest::isProject);
    }

    /** The nearest folder that is so, from a folder upwards; the folder itself when none is. */
    private static Path above(Path folder, Predicate<Path> wanted) {
        for (Path each = folder; each != null; each = each.getParent()) {
            if (wanted.test(each)) {
                return each;
            }
        }
        return folder;
    }
}
