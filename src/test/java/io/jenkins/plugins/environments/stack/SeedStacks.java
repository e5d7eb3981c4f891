package io.jenkins.plugins.environments.stack;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Our models of the five projects that asked for the plugin. A fixture for every test that needs a real stack. */
public enum SeedStacks {
    /** 16 services; also what the terminal's demo deploys, with the placeholders of its {@code .env.sample}. */
    STUDYGIVEWAY("src/main/resources/io/jenkins/plugins/environments/cli/studygiveway", "docker-compose.yml"),
    /** 15 services, of which two test databases are in the profile {@code test}. */
    SAEOSS("src/test/resources/stacks/saeoss", "docker-compose.yml"),
    /** 5 services, an override file for OpenShift. */
    CKAN_OPENSHIFT("src/test/resources/stacks/ckan-openshift", "docker-compose.yml", "docker-compose.openshift.yml"),
    /** 13 services, one that has to complete, a secret, a config. */
    EFISHERY("src/test/resources/stacks/efishery", "compose.yaml"),
    /** The staging environment: 2 services. */
    CIVICTECHJOBS("src/test/resources/stacks/civictechjobs", "docker-compose.stage.yml");

    private final String folder;
    private final List<String> files;

    SeedStacks(String folder, String... files) {
        this.folder = folder;
        this.files = List.of(files);
    }

    /** The project's folder. */
    public Path directory() {
        return Path.of(folder).toAbsolutePath();
    }

    /** The project's Compose files. */
    public List<Path> files() {
        return files.stream().map(Path::of).toList();
    }

    /** Reads it, with the active profiles that are named. */
    public StackReading read(String... profiles) {
        return reader().read(request(Set.copyOf(Arrays.asList(profiles))));
    }

    /** The resolved stack, as the terminal's command {@code config} prints it. */
    public Map<String, Object> config(String... profiles) {
        return reader().config(request(Set.copyOf(Arrays.asList(profiles))));
    }

    /** What is asked of the reader. */
    public StackRequest request(Set<String> profiles) {
        boolean sample = this == STUDYGIVEWAY;
        List<Path> envFiles = sample ? List.of(Path.of(".env.sample")) : List.of();
        return new StackRequest(directory(), files(), envFiles, profiles, Map.of(), Map.of(), sample);
    }

    /** A reader whose digests are the same in every run. */
    public static StackReader reader() {
        return new StackReader(new KeyedDigest("a key for tests".getBytes(StandardCharsets.UTF_8)));
    }
}
