package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Links")
class LinksTest {

    private static final Change CHANGE = Change.request("giveway", 42);

    private static Stage stage(String pattern, boolean tls, Map<String, String> names) {
        return Stage.unconfigured("qa", "cluster-a").toBuilder()
                .linkRules(new Stage.LinkRules("qa.studygiveway.com", pattern, names, tls))
                .build();
    }

    private static List<Link> links(Stacks stack) {
        return Links.of(stage(Stage.LinkRules.DEFAULT_PATTERN, false, Map.of()), CHANGE, stack.build());
    }

    private static String host(String pattern, Stacks stack) {
        return Links.of(stage(pattern, false, Map.of()), CHANGE, stack.build())
                .get(0)
                .host();
    }

    @Nested
    @DisplayName("go to services")
    class Which {

        @ParameterizedTest(name = "port {0}, published as {1}, that speaks {2}: {3}")
        @CsvSource({
            "80, 80, , true",
            "8080, 9999, , true",
            "8000, , , true",
            "3000, 3000, , true",
            "8069, 80, , true",
            "9001, 9001, , true",
            "5432, 5432, , false",
            "6379, 6379, , false",
            "443, 443, , false",
            "8443, 8443, , false",
            "1234, 1234, http, true",
            "1234, 1234, http2, true",
            "8080, 8080, amqp, false",
        })
        void thatPublishAPortThatSpeaksHttp(int target, Integer published, String protocol, boolean linked) {
            assertThat(links(stack().service("web").port(target, published, protocol)))
                    .hasSize(linked ? 1 : 0);
        }

        @Test
        void atTheirFirstHttpPort() {
            assertThat(links(stack().service("web").port(5432).port(8081).port(80)))
                    .containsExactly(new Link(
                            "web", "web-pr-42.qa.studygiveway.com", 8081, "http://web-pr-42.qa.studygiveway.com"));
        }

        @Test
        void atThePortThatSaysHttpBeforeOneThatIsOnlyKnownForIt() {
            assertThat(links(stack().service("web").port(8080).port(1234, null, "http")))
                    .extracting(Link::port)
                    .containsExactly(1234);
        }

        @Test
        void notWhenTheySayNone() {
            assertThat(links(stack().service("web").port(80).link(false, null, null)))
                    .isEmpty();
        }

        @Test
        void notWhenTheyOnlyExposeAPort() {
            assertThat(links(stack().service("web").expose(80))).isEmpty();
        }

        @Test
        void thatWantOneAndOnlyExposeAPort() {
            assertThat(links(stack().service("web").expose(9876).expose(8080).link(true, null, null)))
                    .extracting(Link::port)
                    .containsExactly(8080);
        }

        @Test
        void thatWantOneAtAPortOfTheirOwn() {
            assertThat(links(stack().service("web").port(80).link(null, null, 9876)))
                    .extracting(Link::port)
                    .containsExactly(9876);
        }

        @Test
        void thatTheStageNames() {
            Stage stage = stage("{service}.{domain}", false, Map.of("minio", "S3.studygiveway.com"));

            assertThat(Links.of(
                            stage, CHANGE, stack().service("minio").expose(9876).build()))
                    .containsExactly(new Link("minio", "s3.studygiveway.com", 9876, "http://s3.studygiveway.com"));
        }

        @Test
        void butOneThatWantsALinkNeedsAPort() {
            assertThatThrownBy(() -> links(stack().service("web").link(true, null, null)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("compose.yaml:10:3: service \"web\" shall have a link and has no TCP port");
        }
    }

    @Nested
    @DisplayName("are explained")
    class Explained {

        private String why(Stacks stack) {
            Stage stage = stage("{service}.{domain}", false, Map.of("minio", "s3.studygiveway.com"));
            return Links.explained(stage, CHANGE, stack.build()).get(0).why();
        }

        @Test
        void byWhatChoseTheirPort() {
            assertThat(why(stack().service("web").port(80).link(null, null, 9876)))
                    .isEqualTo("x-environment says port 9876");
            assertThat(why(stack().service("web").port(80).port(1234, null, "http")))
                    .isEqualTo("port 1234 says app_protocol: http");
            assertThat(why(stack().service("web").port(5432).port(8080))).isEqualTo("port 8080 is known for HTTP");
            assertThat(why(stack().service("web").expose(8080).link(true, null, null)))
                    .isEqualTo("port 8080 is known for HTTP, and a link is asked for");
            assertThat(why(stack().service("web").expose(9876).link(true, null, null)))
                    .isEqualTo("port 9876 is its first, and a link is asked for");
        }

        @Test
        void byTheStageWhenItNamesTheHost() {
            assertThat(why(stack().service("minio").port(9000)))
                    .isEqualTo("port 9000 is known for HTTP, its host name is one of the stage's own");
        }

        @Test
        void whereThereAreNone() {
            assertThat(why(stack().service("db"))).isEqualTo("it publishes no port");
            assertThat(why(stack().service("db").port(5432)))
                    .isEqualTo("no port that it publishes says app_protocol: http or is known for HTTP");
            assertThat(why(stack().service("web").port(80).link(false, null, null)))
                    .isEqualTo("x-environment says link: none");
        }
    }

    @Nested
    @DisplayName("have host names")
    class Hosts {

        @Test
        void fromThePattern() {
            assertThat(host(
                            "{service}.{change}.{stage}.{project}.{domain}",
                            stack().service("web").port(80)))
                    .isEqualTo("web.pr-42.qa.giveway.qa.studygiveway.com");
        }

        @Test
        void withTheNameThatTheServiceWants() {
            assertThat(host(
                            "{service}.{domain}",
                            stack().service("web").port(80).link(true, "www", null)))
                    .isEqualTo("www.qa.studygiveway.com");
        }

        @Test
        void whoseLabelsEndInAHashWhenTheServicesNameIsNone() {
            assertThat(host("{service}.{domain}", stack().service("web_app").port(80)))
                    .matches("web-app-[0-9a-f]{8}\\.qa\\.studygiveway\\.com");
        }

        @Test
        void whoseLabelsAreNeverTooLong() {
            String host = host(
                    "{service}-{change}.{domain}",
                    stack().service("x".repeat(62)).port(80));

            assertThat(host.split("\\.")[0]).hasSizeLessThanOrEqualTo(63).matches("x+-[0-9a-f]{8}");
        }

        @Test
        void thatAreServedWithTlsWhereTheStageSaysSo() {
            Stage stage = stage("{service}.{domain}", true, Map.of());

            assertThat(Links.of(stage, CHANGE, stack().service("web").port(80).build()))
                    .extracting(Link::url)
                    .containsExactly("https://web.qa.studygiveway.com");
        }

        @Test
        void butNotFromAPlaceholderThatNobodyKnows() {
            assertThatThrownBy(() ->
                            host("{servcie}.{domain}", stack().service("web").port(80)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("unknown placeholder {servcie}; use {change}, {domain}");
        }

        @Test
        void butNotTheSameForTwoServices() {
            assertThatThrownBy(() -> host(
                            "{change}.{domain}",
                            stack().service("web").port(80).service("api").port(80)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("\"web\" and \"api\" would both answer at pr-42.qa.studygiveway.com");
        }

        @ParameterizedTest
        @ValueSource(strings = {"-a.example.org", "a..example.org", "a_b.example.org", "*.example.org", ""})
        void butNotOnesThatAreNone(String name) {
            Stage stage = stage("{service}.{domain}", false, Map.of("web", name));

            assertThatThrownBy(() -> Links.of(
                            stage, CHANGE, stack().service("web").port(80).build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("is no host name");
        }

        @Test
        void butNotLongerThanDnsAllows() {
            assertThatThrownBy(() -> host(
                            "{domain}.".repeat(13) + "{service}",
                            stack().service("web").port(80)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("a host name has 1 to 253");
        }
    }
}
