package io.jenkins.plugins.environments.target.docker.host;

import com.github.dockerjava.api.model.Info;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.compose.Compose;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import java.util.ArrayList;
import java.util.List;

/** Finds out how well an engine suits us, with questions that change nothing. */
record HealthExamination(Engine engine, Compose compose, DockerSettings settings) {

    EngineHealth examine() {
        String version;
        String driver;
        Long free;
        boolean edge;
        try {
            version = engine.version().getVersion();
            Info info = engine.info();
            driver = info.getDriver();
            free = FreeDisk.of(info);
            edge = new LinkedPorts(engine, settings.edgeNetwork()).edge();
        } catch (EnvironmentException e) {
            return new EngineHealth(false, null, null, null, null, false, List.of(e.getMessage()));
        }
        List<String> problems = new ArrayList<>();
        if (!edge) {
            problems.add("there is no network " + settings.edgeNetwork()
                    + " on which an edge could reach services, so links lead to"
                    + " ports of 127.0.0.1; start an edge with docs/docker-edge/compose.yaml");
        }
        String found = null;
        try {
            found = compose.version();
        } catch (TargetException e) {
            problems.add(e.getMessage());
        }
        return new EngineHealth(true, version, driver, free, found, edge, problems);
    }
}
