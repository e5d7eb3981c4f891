package io.jenkins.plugins.environments.target.kubernetes.cluster;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Waiting;
import io.jenkins.plugins.environments.target.Wishes;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A kind that the account may not see, and that somebody's environment has")
class ForbiddenKindTest {

    private static final String FORBIDDEN = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\","
            + "\"message\":\"it is forbidden\",\"reason\":\"Forbidden\",\"code\":403}";

    @Test
    void does_not_blind_the_target_for_all_others() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        HttpServer refusing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        refusing.createContext("/", exchange -> {
            refusals.incrementAndGet();
            byte[] answer = FORBIDDEN.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(403, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        refusing.start();
        URI elsewhere = URI.create("http://127.0.0.1:" + refusing.getAddress().getPort() + "/");
        try (EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(10));
                KubernetesClient client = client(kubernetes.url(), elsewhere);
                KubernetesTarget target =
                        new KubernetesTarget("a", KubernetesSettings.DEFAULT, client, "me", Clock.systemUTC());
                Waiting waiting = new Waiting(target)) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName("env-of-another")
                            .addToLabels(Labels.OWNER, "somebody-else")
                            .addToLabels(Labels.ENVIRONMENT, "of-another")
                            .addToAnnotations(
                                    Labels.WATCHED,
                                    "apiextensions.k8s.io/v1/customresourcedefinitions/CustomResourceDefinition/cluster")
                            .endMetadata()
                            .build())
                    .create();
            long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
            while (refusals.get() < 2) {
                assertThat(System.nanoTime()).as("until it was asked for twice").isLessThan(end);
                Thread.sleep(50);
            }

            Desired desired = Wishes.wish("shop", stack(service("web").env("A", "1")));
            Observation seen = target.observe(desired.id(), waiting.deploy(desired, SecretValues.none()));
            assertThat(seen.connected()).isTrue();
            assertThat(seen.services().get("web").done()).isTrue();
        } finally {
            refusing.stop(0);
        }
    }

    private static KubernetesClient client(String url, URI elsewhere) {
        // Not by the builder: its methods return another type in the newest client.
        Config config = Config.empty();
        config.setMasterUrl(url);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("forbidding", new Interceptor() {
                    @Override
                    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                        if (request.uri().getPath().contains("customresourcedefinitions")) {
                            builder.uri(elsewhere.resolve(request.uri().getPath()));
                        }
                    }
                }))
                .build();
    }
}
