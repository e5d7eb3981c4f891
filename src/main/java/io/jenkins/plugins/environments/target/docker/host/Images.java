package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.docker.compose.Compose;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Images that only this engine has, and the names by which those that ran are known again. */
record Images(Engine engine, Compose compose) {

    private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Duration PATIENCE = Duration.ofMinutes(60);

    /** Builds what is built from the workspace, and looks whether images are here that no registry has. */
    void bring(Desired desired, ComposeFile file, Ownership mark) {
        file.services().forEach((service, composed) -> {
            if (ID.matcher(composed.image()).matches()
                    && engine.imageId(composed.image()).isEmpty()) {
                throw new TargetException(
                        TargetException.Kind.PERMANENT,
                        Failure.of(
                                "the image of service " + service + " is not on this engine",
                                composed.image()
                                        + " was built on another one, or has been removed here, and no registry"
                                        + " has it",
                                "deploy the change again, or push its image to a registry and give its name with images"));
            }
        });
        List<String> built = file.services().entrySet().stream()
                .filter(service -> service.getValue().built())
                .map(Map.Entry::getKey)
                .toList();
        if (!built.isEmpty()) {
            compose.build(desired.id().value(), file, new EnvironmentFiles(engine, mark).values(file), built, PATIENCE);
        }
    }

    /** By the digest that registries know it under, else by its id, which only this engine knows. */
    String reference(EngineContainer container) {
        String name = container.image().replaceFirst("@.*$", "").replaceFirst(":[^:/]+$", "");
        List<String> digests = engine.digests(container.imageId());
        return digests.stream()
                .filter(digest -> digest.startsWith(name + "@"))
                .findFirst()
                .or(() -> digests.stream().findFirst())
                .orElse(container.imageId());
    }
}
