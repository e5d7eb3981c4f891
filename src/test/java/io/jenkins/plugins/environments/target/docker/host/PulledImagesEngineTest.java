package io.jenkins.plugins.environments.target.docker.host;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.docker.EngineWishes;
import io.jenkins.plugins.environments.target.docker.engine.EngineImage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("engine")
@DisplayName("On a real engine, an image that was pulled")
class PulledImagesEngineTest {

    private final RealEngine engine = new RealEngine();
    private final SmallRegistry registry = new SmallRegistry();
    private final String image = registry.push(engine.project + "/web:1", engine.project);
    private final Instant later = Instant.now().plusSeconds(3600);

    @AfterEach
    void close() {
        engine.engine.images().stream()
                .filter(each -> each.references().anyMatch(name -> name.contains(engine.project)))
                .forEach(each -> {
                    each.tags().forEach(engine.engine::removeImage);
                    engine.engine.removeImage(each.id());
                });
        engine.close();
        registry.close();
    }

    private Desired deployed(String reference) {
        Desired desired = engine.wish(service("web").image(reference)).desired();
        engine.deploy(desired, SecretValues.none());
        return desired;
    }

    /** The names of what went. */
    private List<String> tidied(Set<String> needed, Instant before) {
        return engine.target.tidy(EngineWishes.OWNER, Set.of(), needed, before).changes().stream()
                .map(Applied.Change::name)
                .filter(name -> !name.startsWith("et") || name.startsWith(engine.project))
                .toList();
    }

    private boolean there(String reference) {
        return engine.engine.imageId(reference).isPresent();
    }

    private String id() {
        return engine.engine.imageId(image).orElseThrow();
    }

    @Test
    @DisplayName(
            "for an environment goes when that is gone, nothing names it and the time is over, with every name of ours")
    void goes() {
        Desired desired = deployed(image);
        String id = id();
        String digest = engine.engine.digests(image).get(0);
        assertThat(tidied(Set.of(), later)).as("it runs").isEmpty();
        engine.gone(desired, DataPolicy.DELETE);

        assertThat(tidied(Set.of(digest), later)).as("a release names it").isEmpty();
        assertThat(tidied(Set.of(image), later)).as("a deploy names it").isEmpty();
        assertThat(tidied(Set.of(), Instant.now().minusSeconds(60)))
                .as("it is too young")
                .isEmpty();
        assertThat(engine.target.tidy("somebody", Set.of(), Set.of(), later).changes())
                .as("it is another owner's")
                .isEmpty();
        assertThat(there(id)).isTrue();

        assertThat(tidied(Set.of(), later)).containsExactly(image);
        assertThat(there(id)).isFalse();
        assertThat(engine.engine.images()).extracting(EngineImage::id).doesNotContain(id);
    }

    @Test
    @DisplayName("by its digest, as for a promotion, goes as well")
    void byDigest() {
        String byDigest = digest();
        Desired desired = deployed(byDigest);
        String id = engine.engine.imageId(byDigest).orElseThrow();
        engine.gone(desired, DataPolicy.DELETE);

        assertThat(tidied(Set.of(byDigest), later)).isEmpty();
        assertThat(tidied(Set.of(), later)).hasSize(1);
        assertThat(there(id)).isFalse();
    }

    /** The reference by digest; the image is gone again. */
    private String digest() {
        Desired desired = deployed(image);
        String digest = engine.engine.digests(image).get(0);
        engine.gone(desired, DataPolicy.DELETE);
        assertThat(tidied(Set.of(), later)).hasSize(1);
        return digest;
    }

    @Test
    @DisplayName("before by somebody else stays")
    void theirs() {
        Desired first = deployed(image);
        engine.engine.tag(id(), engine.project + "-theirs", "1");
        engine.engine.images().stream()
                .filter(each -> each.tags().contains(image))
                .flatMap(each -> each.tags().stream())
                .filter(tag -> tag.startsWith("environment-lifecycle/"))
                .forEach(engine.engine::removeImage);
        engine.gone(first, DataPolicy.DELETE);

        Desired desired = deployed(image);
        engine.gone(desired, DataPolicy.DELETE);

        assertThat(tidied(Set.of(), later)).isEmpty();
        assertThat(there(image)).isTrue();
    }

    @Test
    @DisplayName("stays when somebody gave it a name of their own, and when a container of theirs uses it")
    void taken() {
        Desired desired = deployed(image);
        String foreign =
                engine.engine.createIdle(engine.project + "-foreign", image, Map.of(), engine.project + "-v", "/v");
        engine.gone(desired, DataPolicy.DELETE);
        assertThat(tidied(Set.of(), later)).as("a container uses it").isEmpty();
        engine.engine.removeContainer(foreign);
        String own = engine.project + "-kept:1";
        engine.engine.tag(id(), engine.project + "-kept", "1");

        assertThat(tidied(Set.of(), later)).as("it has another name").isEmpty();
        assertThat(there(image)).isTrue();

        engine.engine.removeImage(own);
        assertThat(tidied(Set.of(), later)).containsExactly(image);
    }
}
