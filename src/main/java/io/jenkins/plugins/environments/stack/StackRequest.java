package io.jenkins.plugins.environments.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What to read.
 *
 * @param projectDirectory the folder that paths are relative to
 * @param boundary the folder outside of which nothing is read; the project folder or one above it
 * @param files Compose files, merged in order; empty: the default names ({@code compose.yaml}, {@code compose.yml},
 *     {@code docker-compose.yml}, {@code docker-compose.yaml}, with their {@code override}), or what {@code COMPOSE_FILE} names
 * @param envFiles files for interpolation in place of {@code .env}; empty: {@code .env} where there is one
 * @param profiles active profiles
 * @param variables plain values before those of files: the step's, then the stage's
 * @param secrets sensitive values before those of files, by variable name: from credentials
 * @param placeholdersAllowed whether {@code CHANGE_ME} and the like are let through
 */
public record StackRequest(
        Path projectDirectory,
        Path boundary,
        List<Path> files,
        List<Path> envFiles,
        Set<String> profiles,
        Map<String, String> variables,
        Map<String, String> secrets,
        boolean placeholdersAllowed) {

    public StackRequest {
        files = List.copyOf(files);
        envFiles = List.copyOf(envFiles);
        profiles = Set.copyOf(profiles);
        variables = Map.copyOf(variables);
        secrets = Map.copyOf(secrets);
    }

    /** With the project folder as the boundary. */
    public StackRequest(
            Path projectDirectory,
            List<Path> files,
            List<Path> envFiles,
            Set<String> profiles,
            Map<String, String> variables,
            Map<String, String> secrets,
            boolean placeholdersAllowed) {
        this(projectDirectory, projectDirectory, files, envFiles, profiles, variables, secrets, placeholdersAllowed);
    }

    /** Whether a folder has a Compose file with a default name. */
    public static boolean isProject(Path folder) {
        return ComposeFiles.DEFAULTS.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** Names no secret's value. */
    @Override
    public String toString() {
        return "StackRequest[" + projectDirectory + ", files=" + files + ", envFiles=" + envFiles + ", profiles="
                + profiles + ", variables=" + variables.keySet() + ", secrets=" + secrets.keySet() + "]";
    }
}
