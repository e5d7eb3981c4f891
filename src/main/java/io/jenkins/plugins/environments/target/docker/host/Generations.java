package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile.ComposedService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which containers of a service are as its file says now, and which are of another generation. */
final class Generations {

    private final Engine engine;
    private final Map<String, Optional<String>> imageIds = new HashMap<>();

    Generations(Engine engine) {
        this.engine = engine;
    }

    /**
     * @param current made of what the file says now, of the image that it names now
     * @param stale others
     */
    record Split(List<EngineContainer> current, List<EngineContainer> stale) {}

    Split split(List<EngineContainer> containers, String service, ComposedService wanted) {
        List<EngineContainer> own = containers.stream()
                .filter(each -> each.label(Labels.SERVICE).equals(service))
                .toList();
        List<EngineContainer> current =
                own.stream().filter(each -> isCurrent(each, wanted)).toList();
        return new Split(
                current, own.stream().filter(each -> !current.contains(each)).toList());
    }

    boolean isCurrent(EngineContainer container, ComposedService wanted) {
        return container.label(Labels.APPLIED).equals(wanted.digest())
                && imageIds.computeIfAbsent(wanted.image(), engine::imageId)
                        .map(container.imageId()::equals)
                        .orElse(true);
    }
}
