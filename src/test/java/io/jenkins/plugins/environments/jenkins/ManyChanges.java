package io.jenkins.plugins.environments.jenkins;

import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.stack.StackRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Environments of many pull requests that are being deployed, without a build for each. */
public final class ManyChanges {

    private ManyChanges() {}

    /** The stand-in for a target, and stages on it; nothing on it becomes ready before it is told to. */
    public static void configure(StageSettings... stages) {
        EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();
        configuration.setTargets(List.of(new StandIn()));
        configuration.setStages(List.of(stages));
    }

    /** Makes all that is deployed ready. */
    public static void makeReady() {
        StandIn.ONLY.ready(true);
    }

    /**
     * Deploys requests of the project {@code shop}.
     *
     * @param folder where its Compose file is written
     */
    public static void deploy(Path folder, String stage, int first, int last) throws IOException {
        Path file = folder.resolve("docker-compose.yml");
        Files.writeString(file, "services:\n  web:\n    image: nginx:1.25\n    ports: ['80:80']\n");
        StackReading reading = Background.get()
                .reader()
                .read(new StackRequest(folder, folder, List.of(file), List.of(), Set.of(), Map.of(), Map.of(), false));
        for (int number = first; number <= last; number++) {
            Background.get()
                    .lifecycle()
                    .deploy(new DeployRequest(
                            new Change("shop", number, null, null, "Change the cart", null),
                            EnvironmentsConfiguration.get().stage(stage),
                            reading,
                            Map.of(),
                            DeployRequest.OnFailure.KEEP,
                            Duration.ofHours(1),
                            Origin.of("anna")));
        }
    }
}
