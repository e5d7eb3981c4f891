package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.at;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Service.Security;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a service's processes may do")
class SecurityContextsTest {

    @Test
    @DisplayName("is what the runtime allows by default, as in Docker")
    void byDefault() {
        Translated translated = Translated.of(service("web"));

        assertThat(translated
                        .pod("web")
                        .getSecurityContext()
                        .getSeccompProfile()
                        .getType())
                .isEqualTo("RuntimeDefault");
        assertThat(translated.pod("web").getSecurityContext().getRunAsUser()).isNull();
        assertThat(translated.container("web").getSecurityContext()).isNull();
    }

    @Nested
    @DisplayName("follows the user")
    class FollowsTheUser {

        @ParameterizedTest(name = "user: {0}, with a volume: {1}")
        @CsvSource(
                value = {
                    // user, volume | runAsUser, runAsGroup, fsGroup
                    "null, false, null, null, null",
                    "null, true, null, null, 1000",
                    "999, false, 999, null, null",
                    "999, true, 999, null, 999",
                    "999:998, true, 999, 998, 998",
                    "999:0, true, 999, 0, 999",
                    "0, true, 0, null, null",
                    "0:0, true, 0, 0, null",
                    "postgres, true, null, null, 1000",
                },
                nullValues = "null")
        @DisplayName("and lets a process that is not root write to its volumes")
        void user(String user, boolean volume, Long runAsUser, Long runAsGroup, Long fsGroup) {
            var web = service("web").user(user);
            Translated translated = Translated.of(volume ? web.volume("data", "/data") : web);

            PodSecurityContext context = translated.pod("web").getSecurityContext();
            assertThat(context.getRunAsUser()).isEqualTo(runAsUser);
            assertThat(context.getRunAsGroup()).isEqualTo(runAsGroup);
            assertThat(context.getFsGroup()).isEqualTo(fsGroup);
            assertThat(context.getFsGroupChangePolicy()).isEqualTo(fsGroup == null ? null : "OnRootMismatch");
        }

        @Test
        @DisplayName("and says that its volumes are not its user's own, which some software insists on")
        void volumesOfRoot() {
            assertThat(Translated.of(service("db").user("999:998").volume("data", "/data"))
                            .warnings())
                    .containsExactly(
                            "compose.yaml:40:5: service db: its volumes belong to root and to group 998 here, not"
                                    + " to user 999; let software that insists on owning its folder (Postgres, with PGDATA) make"
                                    + " one inside");
        }

        @Test
        @DisplayName("and leaves volumes alone that it only reads")
        void onlyReads() {
            assertThat(Translated.of(service("web")
                                    .user("999")
                                    .mount(new Mount.NamedVolume("data", "/data", true, null, at(30))))
                            .pod("web")
                            .getSecurityContext()
                            .getFsGroup())
                    .isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"postgres", "postgres:postgres", "999:postgres"})
        @DisplayName("unless it is a name, with a warning")
        void names(String user) {
            Translated translated = Translated.of(service("db").user(user));

            assertThat(translated.pod("db").getSecurityContext().getRunAsUser()).isNull();
            assertThat(translated.warnings())
                    .containsExactly(
                            "compose.yaml:40:5: service db: the user " + user + " is left out: Kubernetes takes"
                                    + " numbers only, so the image's user is kept; write it as uid:gid");
        }

        @Test
        @DisplayName("unless OpenShift chooses user and groups itself, with a warning")
        void openShift() {
            Translated translated = Translated.given(
                            service("db").user("999:999").volume("data", "/data"))
                    .onOpenShift()
                    .translate();

            assertThat(translated.pod("db").getSecurityContext().getRunAsUser()).isNull();
            assertThat(translated.pod("db").getSecurityContext().getRunAsGroup())
                    .isNull();
            assertThat(translated.pod("db").getSecurityContext().getFsGroup()).isNull();
            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:40:5: service db: the user 999:999 is left out: OpenShift gives each"
                            + " namespace user ids of its own; let the image run as any user (files of group 0)");
        }

        @Test
        @DisplayName("and its additional groups, but for names")
        void groups() {
            Translated translated = Translated.of(service("web").security(security(List.of("44", "video"))));

            assertThat(translated.pod("web").getSecurityContext().getSupplementalGroups())
                    .containsExactly(44L);
            assertThat(translated.warnings())
                    .containsExactly(
                            "compose.yaml:40:5: service web: the group video is left out: Kubernetes takes numbers"
                                    + " only; write its gid in group_add");
        }

        private Security security(List<String> groups) {
            return new Security(null, groups, List.of(), List.of(), false, false, List.of(), Map.of(), at(40));
        }
    }

    @Nested
    @DisplayName("stays within Pod Security level baseline")
    class StaysWithinBaseline {

        @Test
        @DisplayName("so privileged containers are refused")
        void privileged() {
            assertThat(Translated.given(service("web")
                                    .security(new Security(
                                            null, List.of(), List.of(), List.of(), true, false, List.of(), Map.of(),
                                            at(41))))
                            .errors())
                    .containsExactly("compose.yaml:41:5: service web: privileged containers are refused: one could take"
                            + " over the node; take out \"privileged\" and add the capabilities that it needs with"
                            + " cap_add");
        }

        @ParameterizedTest
        @ValueSource(strings = {"SYS_ADMIN", "CAP_NET_ADMIN", "net_raw", "ALL"})
        @DisplayName("and so are capabilities beyond Docker's default ones")
        void capabilitiesBeyond(String capability) {
            String name = capability.toUpperCase(java.util.Locale.ROOT).replace("CAP_", "");
            assertThat(Translated.given(service("web").security(capabilities(List.of(capability), List.of())))
                            .errors())
                    .containsExactly(
                            "compose.yaml:40:5: service web: the capability " + name + " is refused: Pod Security"
                                    + " level baseline does not allow it; take it out of cap_add");
        }

        @Test
        @DisplayName("and of the others OpenShift lets in one alone")
        void capabilitiesOnOpenShift() {
            Translated translated = Translated.given(
                            service("web").security(capabilities(List.of("CHOWN", "NET_BIND_SERVICE"), List.of())))
                    .onOpenShift()
                    .translate();

            assertThat(translated
                            .container("web")
                            .getSecurityContext()
                            .getCapabilities()
                            .getAdd())
                    .containsExactly("NET_BIND_SERVICE");
            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:40:5: service web: the capabilities CHOWN, NET_BIND_SERVICE are left"
                            + " out but for NET_BIND_SERVICE: OpenShift's restricted security allows no other; let the"
                            + " image do without them");
        }

        @Test
        @DisplayName("and the others are added and dropped")
        void capabilities() {
            SecurityContext context = Translated.of(service("web")
                            .security(capabilities(List.of("cap_net_bind_service", "CHOWN"), List.of("ALL"))))
                    .container("web")
                    .getSecurityContext();

            assertThat(context.getCapabilities().getAdd()).containsExactly("NET_BIND_SERVICE", "CHOWN");
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        }

        @Test
        @DisplayName("and unsafe sysctls are left out, with a warning")
        void sysctls() {
            Translated translated = Translated.of(service("redis")
                    .security(new Security(
                            null,
                            List.of(),
                            List.of(),
                            List.of(),
                            false,
                            false,
                            List.of(),
                            Map.of("net.core.somaxconn", "1024"),
                            at(40))));

            assertThat(translated.pod("redis").getSecurityContext().getSysctls())
                    .isEmpty();
            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:40:5: service redis: the sysctl net.core.somaxconn is left out: Pod"
                            + " Security level baseline does not allow it; take it out, or have the nodes set so");
        }

        @Test
        @DisplayName("and safe sysctls are set")
        void safeSysctls() {
            assertThat(Translated.of(service("web")
                                    .security(new Security(
                                            null,
                                            List.of(),
                                            List.of(),
                                            List.of(),
                                            false,
                                            false,
                                            List.of(),
                                            Map.of("net.ipv4.ip_unprivileged_port_start", "0"),
                                            at(40))))
                            .pod("web")
                            .getSecurityContext()
                            .getSysctls())
                    .singleElement()
                    .satisfies(sysctl -> {
                        assertThat(sysctl.getName()).isEqualTo("net.ipv4.ip_unprivileged_port_start");
                        assertThat(sysctl.getValue()).isEqualTo("0");
                    });
        }

        @ParameterizedTest
        @ValueSource(strings = {"seccomp:unconfined", "seccomp=unconfined", "apparmor:unconfined"})
        @DisplayName("and nothing is unconfined")
        void unconfined(String option) {
            assertThat(Translated.given(service("web").security(options(option)))
                            .errors())
                    .containsExactly(
                            "compose.yaml:40:5: service web: the security option " + option + " is refused: Pod"
                                    + " Security level baseline does not allow it; take it out of security_opt");
        }

        private Security capabilities(List<String> add, List<String> drop) {
            return new Security(null, List.of(), add, drop, false, false, List.of(), Map.of(), at(40));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-new-privileges", "no-new-privileges:true", "no-new-privileges=true"})
    @DisplayName("is no more than at the start with no-new-privileges")
    void noNewPrivileges(String option) {
        assertThat(Translated.of(service("web").security(options(option)))
                        .container("web")
                        .getSecurityContext()
                        .getAllowPrivilegeEscalation())
                .isFalse();
    }

    @Test
    @DisplayName("is told with a warning where another security option has no meaning")
    void otherOptions() {
        assertThat(Translated.of(service("web").security(options("label:type:svirt_apache_t")))
                        .warnings())
                .containsExactly("compose.yaml:40:5: service web: the security option label:type:svirt_apache_t has no"
                        + " meaning on Kubernetes; take it out of security_opt");
        assertThat(Translated.of(service("web").security(options("no-new-privileges:false")))
                        .warnings())
                .isEmpty();
    }

    @Test
    @DisplayName("does not include writing to the image's files with read_only")
    void readOnly() {
        assertThat(Translated.of(service("web")
                                .security(new Security(
                                        null, List.of(), List.of(), List.of(), false, true, List.of(), Map.of(),
                                        at(40))))
                        .container("web")
                        .getSecurityContext()
                        .getReadOnlyRootFilesystem())
                .isTrue();
    }

    private static Security options(String option) {
        return new Security(null, List.of(), List.of(), List.of(), false, false, List.of(option), Map.of(), at(40));
    }
}
