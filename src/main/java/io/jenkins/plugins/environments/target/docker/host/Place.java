package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineObject;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the names that an environment is going to use are free, or its own, and what it needs is there. */
record Place(Engine engine, Ownership mark) {

    /**
     * @throws TargetException {@link TargetException.Kind#NOT_OURS}, or permanent when something external is missing
     */
    void look(ComposeFile file) {
        String environment = mark.environment();
        // Compose v2 joins with dashes, 1.29 with underscores.
        Set<String> prefixes = file.services().keySet().stream()
                .flatMap(service -> Stream.of(environment + "-" + service + "-", environment + "_" + service + "_"))
                .collect(Collectors.toSet());
        engine.containers().stream()
                .filter(each -> each.name().equals(EnvironmentFiles.name(environment))
                        || prefixes.stream()
                                .anyMatch(prefix -> each.name().startsWith(prefix)
                                        && each.name()
                                                .substring(prefix.length())
                                                .matches("\\d+")))
                .forEach(each -> mark.require("Container", each.name(), each.labels()));
        List<EngineObject> networks = engine.networks();
        List<EngineObject> volumes = engine.volumes();
        look(file, "networks", networks);
        look(file, "volumes", volumes);
        volumes.stream()
                .filter(each -> each.name().equals(EnvironmentFiles.name(environment)))
                .forEach(each -> mark.require(each.kind(), each.name(), each.labels()));
    }

    private void look(ComposeFile file, String section, List<EngineObject> there) {
        Map<String, EngineObject> byName =
                there.stream().collect(Collectors.toMap(EngineObject::name, each -> each, (one, other) -> one));
        if (!(file.document().get(section) instanceof Map<?, ?> wanted)) {
            return;
        }
        for (Object each : wanted.values()) {
            if (each instanceof Map<?, ?> entry) {
                String name = String.valueOf(entry.get("name"));
                EngineObject found = byName.get(name);
                if (Boolean.TRUE.equals(entry.get("external"))) {
                    requireExternal(section, name, found != null);
                } else if (found != null) {
                    mark.require(found.kind(), name, found.labels());
                }
            }
        }
    }

    private static void requireExternal(String section, String name, boolean there) {
        if (!there) {
            String kind = section.substring(0, section.length() - 1);
            throw new TargetException(
                    TargetException.Kind.PERMANENT,
                    Failure.of(
                            "the " + kind + " " + name + " is not on the engine",
                            "it is external: the environment uses it and never makes it",
                            "make it with: docker " + kind + " create " + name));
        }
    }
}
