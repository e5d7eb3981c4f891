package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.stack.Kustomize;
import io.jenkins.plugins.environments.stack.ManifestFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The manifests that a step names.
 *
 * @param kustomize a folder to render; null: none
 */
record ReadyFiles(ProjectSource source, List<String> patterns, @CheckForNull String kustomize) {

    boolean isEmpty() {
        return patterns.isEmpty() && kustomize == null;
    }

    /**
     * Name to content.
     *
     * @param programs runs programs in the workspace; null: there is none
     * @throws InvalidInputException when something that is named is not there
     */
    Map<String, byte[]> read(@CheckForNull Kustomize.Runner programs) throws IOException, InterruptedException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        if (!patterns.isEmpty()) {
            Set<String> folders = new LinkedHashSet<>();
            patterns.stream()
                    .map(pattern -> Path.of(ManifestFiles.folder(pattern)).normalize())
                    .filter(folder -> !folder.isAbsolute() && !folder.startsWith(".."))
                    .forEach(folder -> folders.add(folder.toString().replace('\\', '/')));
            files.putAll(ManifestFiles.choose(source.fetch(folders), patterns));
        }
        if (kustomize != null) {
            files.putAll(rendered(kustomize, programs));
        }
        return files;
    }

    private static Map<String, byte[]> rendered(String folder, @CheckForNull Kustomize.Runner programs)
            throws InterruptedException {
        Path path = Path.of(folder).normalize();
        if (path.isAbsolute() || path.startsWith("..") || folder.startsWith("-")) {
            throw new InvalidInputException(new Problem(
                    Position.of("kustomize"),
                    "the path \"" + folder + "\" leads out of the project",
                    "use a folder relative to the workspace"));
        }
        if (programs == null) {
            throw new InvalidInputException(new Problem(
                    Position.of("kustomize"),
                    "there is no agent to render the folder on: the step runs without a workspace",
                    "run the step inside of node {} or with an agent, after a checkout"));
        }
        return new Kustomize(programs).render(folder);
    }
}
