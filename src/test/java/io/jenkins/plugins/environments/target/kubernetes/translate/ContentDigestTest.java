package io.jenkins.plugins.environments.target.kubernetes.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A digest of content")
class ContentDigestTest {

    @Test
    @DisplayName("fits into names")
    void form() {
        assertThat(ContentDigest.of(Map.of("a", "b"))).matches("[0-9a-f]{10}");
    }

    @Test
    @DisplayName("stays the same for ever: a new version of the plugin restarts nothing")
    void stable() {
        assertThat(ContentDigest.of(Map.of("LOG_LEVEL", "debug"))).isEqualTo("28289bc788");
        assertThat(ContentDigest.ofObject(new ContainerBuilder()
                        .withName("web")
                        .withImage("web:1")
                        .withArgs("a", "b")
                        .build()))
                .isEqualTo("380a2e09f3");
    }

    @Test
    @DisplayName("does not depend on the order of entries, but on every entry")
    void entries() {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("a", "1");
        one.put("b", "2");
        Map<String, String> other = new LinkedHashMap<>();
        other.put("b", "2");
        other.put("a", "1");

        assertThat(ContentDigest.of(one)).isEqualTo(ContentDigest.of(other));
        assertThat(List.of(
                        ContentDigest.of(one),
                        ContentDigest.of(Map.of("a", "1")),
                        ContentDigest.of(Map.of("a", "1\",\"b\":\"2")),
                        ContentDigest.of(Map.of("a", "2", "b", "1")),
                        ContentDigest.of(Map.of())))
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("of an object sees the order of lists, but nothing that is empty")
    void objects() {
        String one =
                ContentDigest.ofObject(new ContainerBuilder().withArgs("a", "b").build());

        assertThat(ContentDigest.ofObject(new ContainerBuilder()
                        .withArgs("a", "b")
                        .withEnv(List.of())
                        .build()))
                .isEqualTo(one);
        assertThat(ContentDigest.ofObject(
                        new ContainerBuilder().withArgs("b", "a").build()))
                .isNotEqualTo(one);
        assertThat(ContentDigest.ofObject(new ContainerBuilder().withArgs("a,b").build()))
                .isNotEqualTo(one);
    }
}
