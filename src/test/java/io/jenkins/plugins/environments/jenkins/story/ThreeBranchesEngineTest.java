package io.jenkins.plugins.environments.jenkins.story;

import io.jenkins.plugins.environments.jenkins.EngineWorld;
import io.jenkins.plugins.environments.target.docker.Labels;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

/** On the engine of {@code .ci/engine/up}, with stand-ins under the names of the seed's images. */
@Tag("engine")
@DisplayName("docs/examples/three-branches, word for word, on a real engine")
class ThreeBranchesEngineTest extends ThreeBranchesOnTarget {

    private final EngineWorld engine = new EngineWorld();

    @AfterEach
    void disconnect() {
        engine.close();
    }

    @Override
    void configureTarget(String id) throws Exception {
        EngineWorld.target(id);
    }

    @Override
    URI edge() {
        return URI.create(System.getenv("ENGINE_EDGE"));
    }

    @Override
    String inDatabase(String command) throws Exception {
        return EngineWorld.inside(
                engine.labelled(Labels.ENVIRONMENT + "=giveway-prod").stream()
                        .filter(each -> each.label(Labels.SERVICE).equals("postgres"))
                        .findFirst()
                        .orElseThrow(),
                "sh",
                "-c",
                command);
    }

    @Override
    List<String> environmentsThere() {
        return engine.labelled(Labels.PROJECT + "=giveway").stream()
                .map(each -> each.label(Labels.ENVIRONMENT))
                .distinct()
                .sorted()
                .toList();
    }
}
