package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.compose.LocalPrograms;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.docker.host.DockerTarget;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** On the engine that {@code DOCKER_HOST} names, behind the edge at {@code ENGINE_EDGE}. */
final class OnEngine extends OnTarget {

    private final Engine engine;

    private OnEngine(Path home, EngineConnection connection) {
        super(home, () -> DockerTarget.connect("engine", DockerSettings.DEFAULT, connection, new LocalPrograms(null)));
        this.engine = Engine.connect(connection);
    }

    static OnEngine of(Path home) {
        return new OnEngine(home, EngineConnection.of(System.getenv("DOCKER_HOST"), null, "DOCKER_HOST"));
    }

    @Override
    String noImage() {
        return "registry.invalid/none:1";
    }

    @Override
    boolean answers(Link link) {
        return status(URI.create(System.getenv("ENGINE_EDGE")), link.host()) == 200;
    }

    @Override
    void kill(EnvironmentId id, String service) {
        engine.containers(Labels.ENVIRONMENT + "=" + id).stream()
                .filter(each -> each.label(Labels.SERVICE).equals(service))
                .forEach(each -> engine.stop(each.id()));
    }

    @Override
    List<String> everythingOf(EnvironmentId id) {
        return Stream.of(
                        engine.containers().stream().map(each -> "Container " + each.name()),
                        engine.networks().stream().map(each -> "Network " + each.name()),
                        engine.volumes().stream().map(each -> "Volume " + each.name()))
                .flatMap(names -> names)
                .filter(name -> name.contains(id.value()))
                .toList();
    }

    @Override
    public void close() {
        super.close();
        engine.close();
    }
}
