package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.at;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.file;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.plain;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.sensitive;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.jenkins.plugins.environments.model.stack.Content;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Mount.BoundFile;
import io.jenkins.plugins.environments.model.stack.Service.FileGrant;
import io.jenkins.plugins.environments.model.stack.StackFile;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Configuration")
class ConfigurationTest {

    @Nested
    @DisplayName("of variables")
    class OfVariables {

        @Test
        @DisplayName("is split: sensitive ones into a Secret, all others into a ConfigMap")
        void split() {
            Translated translated = Translated.of(service("web")
                    .env("LOG_LEVEL", "debug")
                    .secretEnv("DB_PASSWORD")
                    .env("EMPTY", ""));

            assertThat(translated.configMap("web-env-").getData())
                    .containsExactly(Map.entry("EMPTY", ""), Map.entry("LOG_LEVEL", "debug"));
            assertThat(translated.secret("web-env-").entries())
                    .containsExactly(Map.entry("DB_PASSWORD", "web/DB_PASSWORD"));
            assertThat(translated.container("web").getEnvFrom())
                    .extracting(source -> source.getConfigMapRef() != null, source -> source.getSecretRef() != null)
                    .containsExactly(tuple(true, false), tuple(false, true));
            assertThat(translated.container("web").getEnv()).isEmpty();
        }

        @Test
        @DisplayName("never changes: its name is made of its content, and it says that it is immutable")
        void immutable() {
            Translated one = Translated.of(service("web").env("A", "1").secretEnv("T"));
            Translated same = Translated.of(service("web").secretEnv("T").env("A", "1"));
            Translated other = Translated.of(service("web").env("A", "2").secretEnv("T"));

            assertThat(name(one))
                    .matches("web-env-[0-9a-f]{10}")
                    .isEqualTo(name(same))
                    .isNotEqualTo(name(other));
            assertThat(one.configMap("web-env-").getImmutable()).isTrue();
            assertThat(one.secret("web-env-").secret().getImmutable()).isTrue();
            assertThat(one.secret("web-env-").secret().getType()).isEqualTo("Opaque");
            assertThat(one.secret("web-env-").secret().getData()).isEmpty();
            assertThat(one.secret("web-env-")).isEqualTo(other.secret("web-env-"));
        }

        @Test
        @DisplayName("rolls just the services that use a changed value")
        void rollsOnlyUsers() {
            Translated before =
                    Translated.of(service("web").env("A", "1"), service("api").env("B", "1"));
            Translated after =
                    Translated.of(service("web").env("A", "2"), service("api").env("B", "1"));

            assertThat(after.manifests().services().get("api"))
                    .isEqualTo(before.manifests().services().get("api"));
            assertThat(after.template("web")).isNotEqualTo(before.template("web"));
        }

        @Test
        @DisplayName("is taken as it is: Kubernetes expands nothing in it")
        void verbatim() {
            assertThat(Translated.of(service("web").env("A", "$(HOME) $$ ${X}"))
                            .configMap("web-env-")
                            .getData())
                    .containsEntry("A", "$(HOME) $$ ${X}");
        }

        @Test
        @DisplayName("needs names that Kubernetes can keep")
        void names() {
            assertThat(Translated.given(service("web").env("A B", "x")).errors())
                    .containsExactly("compose.yaml:20:5: service web: Kubernetes can't keep a variable called \"A B\";"
                            + " use letters, digits, dots, dashes and underscores in its name");
            assertThat(Translated.of(service("web").env("1A", "x").env("my.key-1", "x"))
                            .warnings())
                    .containsExactly("compose.yaml:20:5: service web: clusters before Kubernetes 1.30 leave out the"
                            + " variable \"1A\"; let its name begin with a letter or underscore");
        }

        @Test
        @DisplayName("is nothing for a service without variables")
        void none() {
            Translated translated = Translated.of(service("web"));

            assertThat(translated.all(ConfigMap.class)).isEmpty();
            assertThat(translated.container("web").getEnvFrom()).isEmpty();
        }

        private String name(Translated translated) {
            return translated.configMap("web-env-").getMetadata().getName();
        }
    }

    @Nested
    @DisplayName("of project files that a service mounts")
    class OfBinds {

        @Test
        @DisplayName("is mounted at the very place when it is one file")
        void oneFile() {
            Translated translated = Translated.of(service("web")
                    .mount(new Mount.Bind(
                            "./nginx.conf",
                            "/etc/nginx/nginx.conf",
                            false,
                            true,
                            List.of(file("nginx.conf", "events {}\n")),
                            at(30))));

            assertThat(translated.configMap("web-files-").getData())
                    .containsExactly(Map.entry("nginx.conf", "events {}\n"));
            assertThat(mounts(translated))
                    .extracting(
                            VolumeMount::getName,
                            VolumeMount::getMountPath,
                            VolumeMount::getSubPath,
                            VolumeMount::getReadOnly)
                    .containsExactly(tuple("bind-0", "/etc/nginx/nginx.conf", "nginx.conf", true));
            assertThat(translated.warnings()).isEmpty();
        }

        @Test
        @DisplayName("keeps its folders, its programs, and what is sensitive apart")
        void folder() {
            Translated translated = Translated.of(service("db")
                    .mount(new Mount.Bind(
                            "./init",
                            "/docker-entrypoint-initdb.d",
                            true,
                            true,
                            List.of(
                                    file("10-schema.sql", "create table a();"),
                                    new BoundFile("tools/load.sh", new Content(plain("#!/bin/sh"), false), true),
                                    new BoundFile("logo.png", new Content(plain("iVBORw=="), true), false),
                                    new BoundFile(
                                            "tls/server.key",
                                            new Content(sensitive("db/mount.0/tls/server.key"), false),
                                            false)),
                            at(30))));

            String script = Files.key("tools/load.sh");
            String key = Files.key("tls/server.key");
            ConfigMap plain = translated.configMap("db-files-");
            assertThat(script).matches("tools-load-sh-[0-9a-f]{8}");
            assertThat(plain.getData())
                    .containsOnly(Map.entry("10-schema.sql", "create table a();"), Map.entry(script, "#!/bin/sh"));
            assertThat(plain.getBinaryData()).containsExactly(Map.entry("logo.png", "iVBORw=="));
            assertThat(translated.secret("db-files-").entries())
                    .containsExactly(Map.entry(key, "db/mount.0/tls/server.key"));
            Volume volume = translated.pod("db").getVolumes().get(0);
            assertThat(volume.getProjected().getSources()).hasSize(2);
            assertThat(volume.getProjected().getSources().get(0).getConfigMap().getItems())
                    .extracting(KeyToPath::getKey, KeyToPath::getPath, KeyToPath::getMode)
                    .containsExactly(
                            tuple("10-schema.sql", "10-schema.sql", 0444),
                            tuple(script, "tools/load.sh", 0555),
                            tuple("logo.png", "logo.png", 0444));
            assertThat(volume.getProjected().getSources().get(1).getSecret().getItems())
                    .extracting(KeyToPath::getKey, KeyToPath::getPath, KeyToPath::getMode)
                    .containsExactly(tuple(key, "tls/server.key", 0444));
        }

        @Test
        @DisplayName("is read-only, with a warning where the stack would let the service write")
        void readOnly() {
            assertThat(Translated.of(service("web")
                                    .mount(new Mount.Bind(
                                            "./conf", "/conf", true, false, List.of(file("a", "b")), at(30))))
                            .warnings())
                    .containsExactly(
                            "compose.yaml:30:5: service web: /conf is read-only here, with the files of ./conf as"
                                    + " they are at the deploy; mount it with :ro, or mount a named volume where the service has"
                                    + " to write");
        }

        @Test
        @DisplayName("is a fresh folder when the project's is empty, with a warning")
        void empty() {
            Translated translated = Translated.of(
                    service("web").mount(new Mount.Bind("./data", "/data", true, false, List.of(), at(30))));

            assertThat(translated.pod("web").getVolumes().get(0).getEmptyDir()).isNotNull();
            assertThat(mounts(translated).get(0).getReadOnly()).isNull();
            assertThat(translated.warnings())
                    .containsExactly(
                            "compose.yaml:30:5: service web: the folder ./data is empty, and what is written to"
                                    + " it is lost with the pod; mount a named volume to keep it");
        }

        @Test
        @DisplayName("is refused over 1 MiB, with its line")
        void tooBig() {
            String half = "x".repeat(600_000);
            assertThat(Translated.given(service("web")
                                    .mount(new Mount.Bind(
                                            "./src",
                                            "/app",
                                            true,
                                            true,
                                            List.of(file("a", half), file("b", half)),
                                            at(30))))
                            .errors())
                    .containsExactly("compose.yaml:30:5: this is 1200000 bytes, and Kubernetes takes at most 1048576 in"
                            + " one ConfigMap; put the files into the image, or mount a named volume");
        }
    }

    @Nested
    @DisplayName("of configs and secrets")
    class OfGrants {

        @Test
        @DisplayName("is mounted where the stack says, with its mode")
        void mounted() {
            Translated translated = given(
                            service("web")
                                    .gets(new FileGrant("site", false, "/etc/site.conf", null, null, 0440, at(31)))
                                    .gets(new FileGrant("key", true, "/run/secrets/key", null, null, null, at(32))),
                            new StackFile("site", new Content(plain("listen 80"), false), null, at(70)),
                            new StackFile("key", new Content(sensitive("secret/key"), false), null, at(71)))
                    .translate();

            assertThat(translated.configMap("site-config-").getData())
                    .containsExactly(Map.entry("content", "listen 80"));
            assertThat(translated.secret("key-secret-").entries()).containsExactly(Map.entry("content", "secret/key"));
            assertThat(mounts(translated))
                    .extracting(VolumeMount::getMountPath, VolumeMount::getSubPath, VolumeMount::getReadOnly)
                    .containsExactly(
                            tuple("/etc/site.conf", "content", true), tuple("/run/secrets/key", "content", true));
            assertThat(translated
                            .pod("web")
                            .getVolumes()
                            .get(0)
                            .getProjected()
                            .getSources()
                            .get(0)
                            .getConfigMap()
                            .getItems()
                            .get(0)
                            .getMode())
                    .isEqualTo(0440);
            assertThat(translated
                            .pod("web")
                            .getVolumes()
                            .get(1)
                            .getProjected()
                            .getSources()
                            .get(0)
                            .getSecret()
                            .getItems()
                            .get(0)
                            .getMode())
                    .isEqualTo(0444);
        }

        @Test
        @DisplayName("is one object for all services that get it")
        void shared() {
            FileGrant grant = new FileGrant("key", true, "/run/secrets/key", null, null, null, at(32));
            Translated translated = Translated.given(stack(
                            List.of(service("web").gets(grant), service("api").gets(grant)),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(new StackFile("key", new Content(sensitive("secret/key"), false), null, at(71)))))
                    .translate();

            assertThat(translated.manifests().secrets()).hasSize(1);
            assertThat(translated.secret("key-secret-").secret().getMetadata().getLabels())
                    .doesNotContainKey(Labels.SERVICE)
                    .containsEntry(Labels.OWNER, "controller-1");
        }

        @Test
        @DisplayName("is used as it is when it is external, with a warning that it must be there")
        void external() {
            Translated translated = given(
                            service("web").gets(new FileGrant("key", true, "/key", null, null, null, at(32))),
                            new StackFile("site", null, "shared-site", at(70)),
                            new StackFile("key", null, "shared-key", at(71)))
                    .translate();

            assertThat(translated.manifests().secrets()).isEmpty();
            assertThat(translated
                            .pod("web")
                            .getVolumes()
                            .get(0)
                            .getProjected()
                            .getSources()
                            .get(0)
                            .getSecret())
                    .satisfies(source -> {
                        assertThat(source.getName()).isEqualTo("shared-key");
                        assertThat(source.getItems().get(0).getKey()).isEqualTo("shared-key");
                    });
            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:71:5: secret key is external: the Secret shared-key with the key"
                            + " \"shared-key\" must be in the namespace env-shop-staging-pr-42 already; make it there"
                            + " before the deploy, or give its content in the stack");
        }

        @ParameterizedTest(name = "uid {0}, gid {1}")
        @CsvSource(
                value = {"999, null, 1000", "999, 998, 998", "null, 998, 998", "0, 0, null", "null, null, null"},
                nullValues = "null")
        @DisplayName(
                "of another owner than root may be read by the group of the pod's volumes, of which its processes are")
        void owner(String uid, String gid, Long group) {
            Translated translated = given(
                            service("web").gets(new FileGrant("key", true, "/key", uid, gid, 0400, at(32))),
                            new StackFile("site", new Content(plain("x"), false), null, at(70)),
                            new StackFile("key", new Content(sensitive("secret/key"), false), null, at(71)))
                    .translate();

            assertThat(translated.pod("web").getSecurityContext().getFsGroup()).isEqualTo(group);
            assertThat(translated.warnings()).isEmpty();
        }

        @Test
        @DisplayName("of an owner by name belongs to root, with a warning")
        void ownerByName() {
            Translated translated = given(
                            service("web").gets(new FileGrant("key", true, "/key", "app", null, 0400, at(32))),
                            new StackFile("site", new Content(plain("x"), false), null, at(70)),
                            new StackFile("key", new Content(sensitive("secret/key"), false), null, at(71)))
                    .translate();

            assertThat(translated.pod("web").getSecurityContext().getFsGroup()).isNull();
            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:32:5: service web: the file /key belongs to root here, since its uid"
                            + " and gid are no numbers; write them as numbers");
        }

        @Test
        @DisplayName("is refused when the stack has none of that name")
        void unknown() {
            assertThat(given(
                                    service("web").gets(new FileGrant("sit", false, "/key", null, null, null, at(32))),
                                    new StackFile("site", new Content(plain("x"), false), null, at(70)),
                                    new StackFile("key", null, "k", at(71)))
                            .errors())
                    .containsExactly("compose.yaml:32:5: there is no config \"sit\"; name one of [site]");
        }

        private Translated.Given given(
                io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture service,
                StackFile config,
                StackFile secret) {
            return Translated.given(stack(List.of(service), List.of(), List.of(), List.of(config), List.of(secret)));
        }
    }

    private static List<VolumeMount> mounts(Translated translated) {
        return translated.container("web").getVolumeMounts();
    }
}
