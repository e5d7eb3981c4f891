package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.stack.Resources;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.Service.Hosts;
import io.jenkins.plugins.environments.model.stack.StackFixtures;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A key without meaning on Kubernetes")
class UnsupportedTest {

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of(
                        service("web").resources(new Resources(null, null, 100L, null, null, null)),
                        "the limit of processes has no meaning on Kubernetes; have the nodes limit processes per pod"),
                Arguments.of(
                        service("web")
                                .hosts(new Hosts(null, "example.org", Map.of(), List.of(), List.of(), List.of(), null)),
                        "domainname has no meaning on Kubernetes; take it out"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("keys")
    @DisplayName("is told with one warning that names its line")
    void warned(ServiceFixture service, String warning) {
        assertThat(Translated.of(service.line(7)).warnings())
                .containsExactly("compose.yaml:7:3: service web: " + warning);
    }

    @Test
    @DisplayName("is not an image's id: that is an error, since no node can have it from anywhere")
    void anEnginesImage() {
        assertThat(Translated.given(service("web"))
                        .images(Map.of("web", "sha256:" + "0123456789abcdef".repeat(4)))
                        .errors())
                .singleElement()
                .asString()
                .contains("the image of service web", "exists only on the Docker engine", "push it to a registry");
    }

    @Test
    @DisplayName("is none of those that have one")
    void silent() {
        Translated translated = Translated.of(
                service("db").healthcheck(StackFixtures.healthcheck("true")),
                service("web")
                        .restart("unless-stopped")
                        .after("db", Condition.HEALTHY)
                        .command("serve")
                        .networkMode(null));

        assertThat(translated.warnings()).isEmpty();
    }

    @Test
    @DisplayName("may be a health check that only the image has, and that others wait for")
    void imageHealthcheck() {
        assertThat(Translated.of(service("db"), service("web").after("db", Condition.HEALTHY))
                        .warnings())
                .containsExactly(
                        "compose.yaml:50:5: service web: it waits until db is healthy, and db has no healthcheck in"
                                + " the stack (one in the image has no meaning on Kubernetes): it is waited for until it runs;"
                                + " give db a healthcheck");
    }
}
