package io.jenkins.plugins.environments.target.docker.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.at;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.healthcheck;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.plain;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.published;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.sensitive;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.volume;
import static io.jenkins.plugins.environments.target.docker.EngineWishes.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Content;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Network;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.Service.FileGrant;
import io.jenkins.plugins.environments.model.stack.Service.Security;
import io.jenkins.plugins.environments.model.stack.StackFile;
import io.jenkins.plugins.environments.model.stack.StackFixtures;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.model.stack.Volume;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.EngineWishes;
import io.jenkins.plugins.environments.target.docker.Labels;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@DisplayName("The Compose file of an environment")
class TranslationTest {

    private static ComposeFile file(EngineWishes wishes) {
        return Translation.translate(wishes.desired(), DockerSettings.DEFAULT);
    }

    private static ComposeFile file(ServiceFixture... services) {
        return file(wish("shop", services));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> printed(ComposeFile file, String... path) {
        Object node = new Yaml(new SafeConstructor(new LoaderOptions())).load(file.print());
        for (String key : path) {
            node = ((Map<String, Object>) node).get(key);
        }
        return (Map<String, Object>) node;
    }

    private static Map<String, Object> web(ComposeFile file) {
        return printed(file, "services", "web");
    }

    @Nested
    @DisplayName("names")
    class Names {

        @Test
        void the_project_after_the_environment_but_for_a_Compose_that_refuses_the_key() {
            ComposeFile file = file(service("web"));

            assertThat(printed(file)).containsEntry("name", "shop-staging-pr-42");
            assertThat(file.printWithoutName()).startsWith("services:");
        }

        @Test
        void networks_and_volumes_after_the_environment_and_marks_them() {
            ComposeFile file = file(service("web").volume("data", "/data"));

            assertThat(printed(file, "networks", "default")).containsEntry("name", "shop-staging-pr-42_default");
            assertThat(printed(file, "volumes", "data")).containsEntry("name", "shop-staging-pr-42_data");
            assertThat(printed(file, "volumes", "data", "labels"))
                    .containsEntry(Labels.OWNER, "owner-a")
                    .containsEntry(Labels.ENVIRONMENT, "shop-staging-pr-42")
                    .containsEntry(Labels.NAME, "data");
        }

        @Test
        void what_is_external_as_it_is_and_keeps_internal() {
            ComposeFile file = file(wish(
                    "shop",
                    stack(
                            List.of(service("web")
                                    .network("back")
                                    .network("shared")
                                    .volume("data", "/data")),
                            List.of(new Volume("data", "company-data", Map.of(), Map.of(), at(80))),
                            List.of(
                                    new Network("back", true, null, at(90)),
                                    new Network("shared", false, "company", at(91))))));

            assertThat(printed(file, "networks", "back")).containsEntry("internal", true);
            assertThat(printed(file, "networks", "shared")).isEqualTo(Map.of("external", true, "name", "company"));
            assertThat(printed(file, "volumes", "data")).isEqualTo(Map.of("external", true, "name", "company-data"));
        }

        @Test
        void images_as_given_before_what_the_stack_says() {
            assertThat(web(file(wish("shop", service("web").image("shop/web:1")).image("web", "shop/web@sha256:1f"))))
                    .containsEntry("image", "shop/web@sha256:1f");
        }

        @Test
        void an_image_that_is_built_after_the_environment() {
            ComposeFile file = file(service("web").onlyBuilt());

            assertThat(web(file))
                    .containsEntry("image", "shop-staging-pr-42-web")
                    .containsKey("build");
            assertThat(file.services().get("web").built()).isTrue();
            assertThat(web(file(wish("shop", service("web").onlyBuilt()).image("web", "shop/web:2"))))
                    .containsEntry("image", "shop/web:2")
                    .doesNotContainKey("build");
        }
    }

    @Nested
    @DisplayName("opens to the outside")
    class Outside {

        @Test
        void no_published_port() {
            assertThat(web(file(service("web").port(published(80, 8080)))))
                    .doesNotContainKey("ports")
                    .containsEntry("expose", List.of("8080"));
        }

        @Test
        void a_free_port_of_loopback_where_the_target_allows_that() {
            DockerSettings settings = new DockerSettings("edge", "web", "websecure", null, true);
            ComposeFile file = Translation.translate(
                    wish("shop", service("web").port(published(80, 8080))).desired(), settings);

            assertThat(web(file)).containsEntry("ports", List.of("127.0.0.1::8080"));
        }

        @Test
        void a_link_by_labels_for_the_edge() {
            ComposeFile file = file(wish("shop", service("web")).link("web", "http://shop.test", 8080));
            Map<String, Object> labels = printed(file, "services", "web", "labels");
            String name = name(file);

            assertThat(labels)
                    .containsEntry("traefik.enable", "true")
                    .containsEntry("traefik.docker.network", "edge")
                    .containsEntry("traefik.http.routers." + name + ".rule", "Host(`shop.test`)")
                    .containsEntry("traefik.http.routers." + name + ".entrypoints", "web")
                    .containsEntry("traefik.http.services." + name + ".loadbalancer.server.port", "8080")
                    .doesNotContainKey("traefik.http.routers." + name + ".tls");
        }

        @Test
        void an_https_link_with_a_redirect_and_the_resolver_of_certificates() {
            DockerSettings settings = new DockerSettings("public", "http", "https", "letsencrypt", false);
            ComposeFile file = Translation.translate(
                    wish("shop", service("web"))
                            .link("web", "https://shop.test", 8080)
                            .desired(),
                    settings);

            String name = name(file);
            assertThat(printed(file, "services", "web", "labels"))
                    .containsEntry("traefik.docker.network", "public")
                    .containsEntry("traefik.http.routers." + name + ".entrypoints", "https")
                    .containsEntry("traefik.http.routers." + name + ".tls", "true")
                    .containsEntry("traefik.http.routers." + name + ".tls.certresolver", "letsencrypt")
                    .containsEntry("traefik.http.routers." + name + "-http.entrypoints", "http")
                    .containsEntry("traefik.http.middlewares." + name + "-https.redirectscheme.scheme", "https");
        }

        private String name(ComposeFile file) {
            return "shop-staging-pr-42-web-"
                    + file.services().get("web").digest().substring(0, 8);
        }

        @Test
        void a_younger_generations_route_before_that_of_an_older_one_whatever_its_digest() {
            var wishes = wish("shop", service("web")).link("web", "http://shop.test", 8080);
            ComposeFile first = file(wishes);
            ComposeFile second = Translation.translate(wishes.desired(), DockerSettings.DEFAULT, Map.of("web", 10_001));

            assertThat(printed(first, "services", "web", "labels"))
                    .containsEntry("traefik.http.routers." + name(first) + ".priority", "10000");
            assertThat(printed(second, "services", "web", "labels"))
                    .containsEntry("traefik.http.routers." + name(first) + ".priority", "10001");
            assertThat(second.services()).isEqualTo(first.services());
        }

        @Test
        void another_route_by_another_digest() {
            assertThat(file(wish("shop", service("web")).link("web", "http://a.test", 8080))
                            .services())
                    .isNotEqualTo(file(wish("shop", service("web")).link("web", "http://b.test", 8080))
                            .services());
        }

        @Test
        void nothing_by_labels_of_the_stack_itself() {
            ComposeFile file = file(service("web")
                    .label("traefik.http.routers.mine.rule", plain("Host(`prod.example.com`)"))
                    .label("com.docker.compose.project", plain("other"))
                    .label("team", plain("$hop")));

            assertThat(printed(file, "services", "web", "labels"))
                    .containsEntry("team", "$$hop")
                    .doesNotContainKeys("traefik.http.routers.mine.rule", "com.docker.compose.project");
            assertThat(file.warnings()).singleElement().satisfies(warning -> assertThat(warning.what())
                    .contains("traefik.http.routers.mine.rule"));
        }

        @Test
        void no_name_of_a_service_on_the_network_of_the_edge() {
            ComposeFile file = file(wish("shop", service("web")).link("web", "http://shop.test", 8080));

            assertThat(printed(file, "networks")).containsOnlyKeys("default");
            assertThat(printed(file, "services", "web", "networks")).containsOnlyKeys("default");
        }
    }

    @Nested
    @DisplayName("keeps sensitive values out")
    class Sensitive {

        @Test
        void by_variables_that_are_named_after_their_digest() {
            ComposeFile file = file(service("web").secretEnv("DB_PASSWORD").env("PRICE", "5$"));

            assertThat(printed(file, "services", "web", "environment"))
                    .containsEntry("PRICE", "5$$")
                    .hasEntrySatisfying("DB_PASSWORD", value -> assertThat(String.valueOf(value))
                            .matches("\\$\\{SENSITIVE_[0-9a-f]{20}}"));
            assertThat(file.variables()).containsValue("web/DB_PASSWORD").hasSize(1);
        }

        @Test
        void and_marks_whom_it_gives_them() {
            ComposeFile file = file(
                    service("web").secretEnv("DB_PASSWORD"), service("db").secretEnv("DB_PASSWORD"), service("mail"));

            for (String given : List.of("web", "db")) {
                assertThat(printed(file, "services", given, "labels")).containsEntry(Labels.SENSITIVE, "true");
            }
            assertThat(printed(file, "services", "mail", "labels")).doesNotContainKey(Labels.SENSITIVE);
        }

        @Test
        void of_labels_where_all_could_read_them() {
            ComposeFile file = file(service("web").label("token", sensitive("web/label.token")));

            assertThat(printed(file, "services", "web", "labels")).doesNotContainKey("token");
            assertThat(file.warnings()).singleElement().satisfies(warning -> assertThat(warning.what())
                    .contains("sensitive"));
        }
    }

    @Nested
    @DisplayName("gives a service's digest")
    class Digest {

        private String digest(ServiceFixture service) {
            return file(service).services().get("web").digest();
        }

        @Test
        void that_stays_when_nothing_changes() {
            assertThat(digest(service("web").env("A", "1")))
                    .isEqualTo(digest(service("web").env("A", "1")));
        }

        @Test
        void that_changes_with_whatever_it_says() {
            String before = digest(service("web").secretEnv("A"));

            assertThat(List.of(
                            digest(service("web").env("A", "1")),
                            digest(service("web").secretEnv("B")),
                            digest(service("web").secretEnv("A").image("other")),
                            digest(service("web").secretEnv("A").command("run")),
                            digest(service("web").secretEnv("A").volume("data", "/data"))))
                    .doesNotContain(before)
                    .doesNotHaveDuplicates();
        }

        @Test
        void that_changes_with_the_content_of_a_file() {
            Mount.Bind one = new Mount.Bind("./conf", "/etc/conf", true, true, List.of(file2("a", "1")), at(30));
            Mount.Bind other = new Mount.Bind("./conf", "/etc/conf", true, true, List.of(file2("a", "2")), at(30));

            assertThat(digest(service("web").mount(one)))
                    .isNotEqualTo(digest(service("web").mount(other)));
        }

        private Mount.BoundFile file2(String path, String text) {
            return StackFixtures.file(path, text);
        }
    }

    @Nested
    @DisplayName("mounts files")
    class Files {

        @Test
        void from_the_environments_own_folder_on_the_engine_never_from_the_projects() {
            Mount.Bind bind =
                    new Mount.Bind("./conf", "/etc/conf", true, false, List.of(TranslationTest.content()), at(30));
            ComposeFile file = file(service("web").mount(bind));

            assertThat((List<?>) web(file).get("volumes")).singleElement().satisfies(mount -> assertThat(
                            mount.toString())
                    .contains("type=bind", "source=${ENVIRONMENT_FILES}/", "target=/etc/conf", "read_only=true"));
            assertThat(file.entries()).hasSize(1);
        }

        @Test
        void of_secrets_with_the_mode_and_the_owner_that_they_ask_for() {
            StackFile secret = new StackFile("token", new Content(sensitive("secret/token"), false), null, at(70));
            ComposeFile file = file(wish(
                    "shop",
                    stack(
                            List.of(service("web")
                                    .gets(new FileGrant(
                                            "token", true, "/run/secrets/token", "70", "71", 0400, at(31)))),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(secret))));

            assertThat(file.entries().keySet()).singleElement().asString().startsWith(FileEntry.SENSITIVE);
            assertThat(printed(file, "services", "web", "labels")).containsEntry(Labels.SENSITIVE, "true");
            assertThat(file.entries().values()).singleElement().satisfies(entry -> {
                assertThat(entry.directory()).isFalse();
                assertThat(entry.files()).singleElement().satisfies(part -> {
                    assertThat(part.mode()).isEqualTo(0400);
                    assertThat(part.uid()).isEqualTo(70);
                    assertThat(part.gid()).isEqualTo(71);
                });
            });
        }

        @Test
        void but_none_that_the_engine_would_have_to_know_already() {
            StackFile external = new StackFile("token", null, "company-token", at(70));

            assertThatThrownBy(() -> file(wish(
                            "shop",
                            stack(
                                    List.of(service("web")
                                            .gets(new FileGrant("token", true, "/t", null, null, null, at(31)))),
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    List.of(external)))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("compose.yaml:31:5")
                    .hasMessageContaining("external");
        }
    }

    @Nested
    @DisplayName("says when a container runs")
    class Running {

        @ParameterizedTest(name = "restart {0}, with a port {1}: {2}")
        @CsvSource(
                nullValues = "-",
                value = {
                    "-, true, unless-stopped",
                    "-, false, unless-stopped",
                    "always, true, always",
                    "on-failure:3, true, on-failure:3",
                    "no, true, no",
                    "no, false, no",
                })
        void restart(String given, boolean port, String printed) {
            ServiceFixture web = service("web").restart(given);

            assertThat(web(file(port ? web.expose(80) : web))).containsEntry("restart", printed);
        }

        @Test
        void a_service_that_another_waits_for_runs_to_its_end_once() {
            ComposeFile file = file(
                    service("migrate").restart("always").replicas(3),
                    service("web").after("migrate", Condition.COMPLETED));

            assertThat(file.services().get("migrate").job()).isTrue();
            assertThat(file.services().get("migrate").replicas()).isEqualTo(1);
            assertThat(printed(file, "services", "migrate")).containsEntry("restart", "no");
            assertThat(printed(file, "services", "web", "depends_on", "migrate"))
                    .containsEntry("condition", "service_completed_successfully");
            assertThat(printed(file, "services", "web", "labels")).containsEntry(Labels.AFTER, "migrate");
        }

        @Test
        void the_fewest_that_its_scale_allows_with_a_word_on_the_rest() {
            ComposeFile file = file(service("web").scale(2, 5, false));

            assertThat(web(file)).containsEntry("scale", 2);
            assertThat(file.warnings()).singleElement().satisfies(warning -> assertThat(warning.what())
                    .contains("keeps 2 containers"));
        }

        @Test
        void a_health_check_as_it_is() {
            assertThat(printed(
                            file(service("web").healthcheck(healthcheck("curl", "-f", "$x"))),
                            "services",
                            "web",
                            "healthcheck"))
                    .containsEntry("test", List.of("CMD", "curl", "-f", "$$x"))
                    .containsEntry("interval", "30s")
                    .containsEntry("retries", 3);
        }

        @Test
        void limits_in_words_that_every_Compose_heeds() {
            assertThat(web(file(service("web").resources("0.50", 268435456L, null, 33554432L))))
                    .containsEntry("cpus", 0.5)
                    .containsEntry("mem_limit", 268435456)
                    .containsEntry("mem_reservation", 33554432);
        }
    }

    @Nested
    @DisplayName("refuses")
    class Refuses {

        private void refused(String words, ServiceFixture service) {
            assertThatThrownBy(() -> file(service))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(words);
        }

        private Security security(
                boolean privileged, List<String> add, List<String> options, Map<String, String> sysctls) {
            return new Security(null, List.of(), add, List.of(), privileged, false, options, sysctls, at(40));
        }

        @Test
        void what_would_open_the_machine() {
            refused("privileged", service("web").security(security(true, List.of(), List.of(), Map.of())));
            refused(
                    "SYS_ADMIN",
                    service("web").security(security(false, List.of("CAP_SYS_ADMIN"), List.of(), Map.of())));
            refused(
                    "seccomp",
                    service("web").security(security(false, List.of(), List.of("seccomp=unconfined"), Map.of())));
            refused(
                    "kernel.shmmax",
                    service("web").security(security(false, List.of(), List.of(), Map.of("kernel.shmmax", "1"))));
        }

        @Test
        void but_not_what_every_container_may() {
            ComposeFile file = file(service("web")
                    .security(security(
                            false,
                            List.of("NET_BIND_SERVICE"),
                            List.of("no-new-privileges:true"),
                            Map.of("net.core.somaxconn", "1024"))));

            assertThat(web(file)).containsEntry("cap_add", List.of("NET_BIND_SERVICE"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"host", "container:edge"})
        void networks_that_are_not_the_environments(String mode) {
            refused("network_mode: " + mode, service("web").networkMode(mode));
        }

        @Test
        void a_volume_that_shows_a_folder_of_the_machine() {
            assertThatThrownBy(() -> file(wish(
                            "shop",
                            stack(
                                    List.of(service("web").volume("data", "/data")),
                                    List.of(volume(
                                            "data", Map.of("type", "none", "o", "bind", "device", "/etc"), Map.of())),
                                    List.of()))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("volume data is refused");
        }

        @Test
        void more_than_the_stages_quota_and_services_without_a_limit_under_one() {
            Stage.Quota quota = new Stage.Quota(new BigDecimal("1.5"), 300L << 20, null);

            assertThatThrownBy(() -> file(wish("shop", service("web").resources("2", 400L << 20, null, null))
                            .quota(quota)))
                    .hasMessageContaining("2 cores together")
                    .hasMessageContaining("bytes of memory together");
            assertThatThrownBy(() -> file(wish("shop", service("web")).quota(quota)))
                    .hasMessageContaining("no limit of cpus")
                    .hasMessageContaining("no limit of memory");
            assertThat(file(wish("shop", service("web").resources("1", 200L << 20, null, null))
                                    .quota(quota))
                            .warnings())
                    .isEmpty();
        }

        @Test
        void all_at_once() {
            assertThatThrownBy(() -> file(
                            service("web").networkMode("host"),
                            service("db").security(security(true, List.of(), List.of(), Map.of()))))
                    .hasMessageContaining("network_mode")
                    .hasMessageContaining("privileged");
        }
    }

    @Nested
    @DisplayName("lets two generations run side by side")
    class SideBySide {

        @Test
        void of_a_linked_service_without_volumes_only() {
            assertThat(sideBySide(service("web"))).isTrue();
            assertThat(sideBySide(service("web").volume("data", "/data"))).isFalse();
            assertThat(file(service("web")).services().get("web").sideBySide()).isFalse();
        }

        @Test
        void never_where_both_would_need_the_same_port_of_the_machine() {
            var file = file(wish("shop", service("web")).link("web", "http://127.0.0.1:20123", 8080));

            assertThat(file.services().get("web").sideBySide()).isFalse();
            assertThat(web(file).get("ports")).isEqualTo(List.of("127.0.0.1:20123:8080"));
            assertThat(web(file).get("labels").toString())
                    .contains("environments.jenkins.io/ports=20123")
                    .doesNotContain("traefik");
        }

        @Test
        void and_as_many_ports_as_containers_without_an_edge() {
            var file = file(wish("shop", service("web").replicas(3)).link("web", "http://127.0.0.1:20123", 8080));

            assertThat(web(file).get("ports")).isEqualTo(List.of("127.0.0.1:20123-20125:8080"));
        }

        private boolean sideBySide(ServiceFixture web) {
            return file(wish("shop", web).link("web", "http://shop.test", 80))
                    .services()
                    .get("web")
                    .sideBySide();
        }
    }

    private static Mount.BoundFile content() {
        return StackFixtures.file("a.conf", "on");
    }
}
