package io.jenkins.plugins.environments.target.docker.translate;

import io.jenkins.plugins.environments.model.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The Compose file of an environment, without any sensitive value: those are read from variables.
 *
 * @param document the file: {@code name}, {@code services}, {@code networks}, {@code volumes}
 * @param services what is known of each service
 * @param variables variable of the file to the key of its sensitive value
 * @param entries name below {@value #FILES} to the files that services get from there
 * @param warnings keys of the stack with no meaning here
 */
public record ComposeFile(
        Map<String, Object> document,
        Map<String, ComposedService> services,
        Map<String, String> variables,
        Map<String, FileEntry> entries,
        List<Problem> warnings) {

    /** The variable that holds the folder of the environment's files, on the engine's machine. */
    public static final String FILES = "ENVIRONMENT_FILES";

    public ComposeFile {
        document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        variables = Map.copyOf(variables);
        entries = Map.copyOf(entries);
        warnings = List.copyOf(warnings);
    }

    /**
     * What a target needs to know of a service beside the file.
     *
     * @param image the image reference; for one that is built, the name that it gets
     * @param built whether it is built from the workspace
     * @param digest of all that the service says, but for the priority of its route
     * @param replicas how many
     * @param job whether it runs to its end
     * @param sideBySide two generations may run at the same time: it has a link and no volumes
     */
    public record ComposedService(
            String image, boolean built, String digest, int replicas, boolean job, boolean sideBySide) {}

    /** As YAML, for {@code docker compose}. */
    public String print() {
        return print(document);
    }

    /** As YAML without {@code name}, which Compose before v2 refuses; give it with {@code --project-name}. */
    public String printWithoutName() {
        return print(document.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("name"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new)));
    }

    private static String print(Map<String, Object> document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(10_000);
        options.setSplitLines(false);
        return new Yaml(options).dump(document);
    }
}
