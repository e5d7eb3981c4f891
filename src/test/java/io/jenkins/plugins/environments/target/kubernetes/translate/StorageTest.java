package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.at;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.mounted;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Resources;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A volume")
class StorageTest {

    @Nested
    @DisplayName("with a name is a claim")
    class NamedVolume {

        @Test
        @DisplayName("of 1 Gi on one node, of the cluster's default class")
        void defaults() {
            Translated translated = Translated.of(service("db").volume("data", "/var/lib/data"));

            PersistentVolumeClaim data = translated.the(PersistentVolumeClaim.class, "data");
            assertThat(data.getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
            assertThat(data.getSpec().getStorageClassName()).isNull();
            assertThat(data.getSpec().getResources().getRequests())
                    .containsExactly(Map.entry("storage", new Quantity("1Gi")));
            assertThat(translated.manifests().foundation()).contains(data);
            assertThat(translated.pod("db").getVolumes()).singleElement().satisfies(volume -> assertThat(
                            volume.getPersistentVolumeClaim().getClaimName())
                    .isEqualTo("data"));
        }

        @Test
        @DisplayName("of which services see a folder: a fresh disk is not empty, and databases want it to be")
        void folder() {
            Translated translated = Translated.of(service("db")
                    .volume("data", "/data")
                    .mount(new Mount.NamedVolume("data", "/logs", true, "logs", at(31))));

            assertThat(translated.container("db").getVolumeMounts())
                    .extracting(
                            VolumeMount::getName,
                            VolumeMount::getMountPath,
                            VolumeMount::getSubPath,
                            VolumeMount::getReadOnly)
                    .containsExactly(
                            tuple("claim-data", "/data", "data", null),
                            tuple("claim-data", "/logs", "data/logs", true));
            assertThat(translated.pod("db").getVolumes()).hasSize(1);
        }

        @ParameterizedTest(name = "size {0} → {1}")
        @CsvSource({"10g, 10Gi", "10Gi, 10Gi", "512MB, 512Mi", "1.5g, 1536Mi", "2T, 2Ti"})
        @DisplayName("of the size that the driver options give")
        void sizes(String given, String expected) {
            assertThat(claim(volume("data", Map.of("size", given), Map.of()))
                            .getSpec()
                            .getResources()
                            .getRequests())
                    .containsExactly(Map.entry("storage", new Quantity(expected)));
        }

        @Test
        @DisplayName("of the size, access mode and class that its labels give, before all others")
        void labels() {
            PersistentVolumeClaim claim = claim(volume(
                    "data",
                    Map.of("size", "1g"),
                    Map.of(
                            Labels.SIZE, "20Gi",
                            Labels.ACCESS_MODE, "ReadWriteMany",
                            Labels.STORAGE_CLASS, "nfs")));

            assertThat(claim.getSpec().getResources().getRequests())
                    .containsExactly(Map.entry("storage", new Quantity("20Gi")));
            assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteMany");
            assertThat(claim.getSpec().getStorageClassName()).isEqualTo("nfs");
        }

        @Test
        @DisplayName("of the target's storage class")
        void storageClass() {
            assertThat(Translated.given(service("db").volume("data", "/data"))
                            .with(new KubernetesSettings("env-", Exposure.AUTO, null, null, null, "fast", null))
                            .translate()
                            .the(PersistentVolumeClaim.class, "data")
                            .getSpec()
                            .getStorageClassName())
                    .isEqualTo("fast");
        }

        @Test
        @DisplayName("made once for all services, which are put on one node with it")
        void shared() {
            Translated translated = Translated.of(
                    service("web").volume("media", "/media"),
                    service("worker").volume("media", "/srv/media"),
                    service("db").volume("data", "/data"));

            assertThat(translated.all(PersistentVolumeClaim.class))
                    .extracting(claim -> claim.getMetadata().getName())
                    .containsExactly("media", "data");
            for (String service : List.of("web", "worker")) {
                assertThat(translated.template(service).getMetadata().getLabels())
                        .containsEntry("volume.environments.jenkins.io/media", "true");
                assertThat(translated
                                .pod(service)
                                .getAffinity()
                                .getPodAffinity()
                                .getRequiredDuringSchedulingIgnoredDuringExecution())
                        .singleElement()
                        .satisfies(term -> {
                            assertThat(term.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
                            assertThat(term.getLabelSelector().getMatchLabels())
                                    .containsExactly(Map.entry("volume.environments.jenkins.io/media", "true"));
                        });
            }
            assertThat(translated.pod("db").getAffinity()).isNull();
        }

        @Test
        @DisplayName("shared on many nodes ties nobody to a node")
        void sharedOnManyNodes() {
            Translated translated = Translated.given(stack(
                            List.of(
                                    service("web").volume("media", "/m"),
                                    service("api").volume("media", "/m")),
                            List.of(volume("media", Map.of(), Map.of(Labels.ACCESS_MODE, "ReadWriteMany"))),
                            List.of()))
                    .translate();

            assertThat(translated.pod("web").getAffinity()).isNull();
        }

        @Test
        @DisplayName("that is there already when it is external, mounted as it is")
        void external() {
            Translated translated = Translated.given(stack(
                            List.of(service("db").volume("data", "/data")),
                            List.of(new io.jenkins.plugins.environments.model.stack.Volume(
                                    "data", "claim-data", Map.of(), Map.of(), at(80))),
                            List.of()))
                    .translate();

            assertThat(translated.all(PersistentVolumeClaim.class)).isEmpty();
            assertThat(translated.pod("db").getVolumes()).singleElement().satisfies(volume -> assertThat(
                            volume.getPersistentVolumeClaim().getClaimName())
                    .isEqualTo("claim-data"));
            assertThat(translated.container("db").getVolumeMounts().get(0).getSubPath())
                    .isNull();
            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:80:5: volume data is external: the claim claim-data must be in the"
                            + " namespace env-shop-staging-pr-42 already; make it there before the deploy, or let the"
                            + " volume belong to the stack");
        }

        @Test
        @DisplayName("or is refused: no size, no access mode, no storage class")
        void refused() {
            assertThat(Translated.given(stack(
                                    List.of(service("db").volume("data", "/data")),
                                    List.of(volume(
                                            "data", Map.of("size", "big"), Map.of(Labels.ACCESS_MODE, "Sometimes"))),
                                    List.of()))
                            .on(new Capabilities(true, false, false, false))
                            .errors())
                    .containsExactly(
                            "compose.yaml:80:5: volume data: \"Sometimes\" is no access mode; use one of [ReadOnlyMany,"
                                    + " ReadWriteMany, ReadWriteOnce, ReadWriteOncePod]",
                            "compose.yaml:80:5: volume data: \"big\" is no size; write it like 10Gi",
                            "compose.yaml:80:5: volume data needs a storage class and the cluster has no default one;"
                                    + " name one in the target's storageClass");
        }

        @Test
        @DisplayName("with a warning for each driver option that has no meaning")
        void driverOptions() {
            assertThat(Translated.given(stack(
                                    List.of(service("db").volume("data", "/data")),
                                    List.of(volume("data", Map.of("device", "/srv/data"), Map.of())),
                                    List.of()))
                            .translate()
                            .warnings())
                    .containsExactly("compose.yaml:80:5: volume data: the driver option \"device\" has no meaning on"
                            + " Kubernetes; choose a storage class with the label"
                            + " environments.jenkins.io/storage-class where it matters");
        }

        private PersistentVolumeClaim claim(io.jenkins.plugins.environments.model.stack.Volume volume) {
            return Translated.given(stack(List.of(service("db").volume("data", "/data")), List.of(volume), List.of()))
                    .translate()
                    .the(PersistentVolumeClaim.class, "data");
        }
    }

    @Nested
    @DisplayName("without a name")
    class Unnamed {

        @Test
        @DisplayName("lives as long as the pod")
        void anonymous() {
            Volume volume = only(new Mount.AnonymousVolume("/cache", false, at(30)));

            assertThat(volume.getEmptyDir().getMedium()).isNull();
        }

        @Test
        @DisplayName("of type tmpfs is memory, with its limit")
        void tmpfs() {
            assertThat(only(new Mount.Tmpfs("/run", 64L << 20, null, at(30))).getEmptyDir())
                    .satisfies(dir -> {
                        assertThat(dir.getMedium()).isEqualTo("Memory");
                        assertThat(dir.getSizeLimit()).isEqualTo(new Quantity("64Mi"));
                    });
            assertThat(only(new Mount.Tmpfs("/run", null, null, at(30)))
                            .getEmptyDir()
                            .getSizeLimit())
                    .isNull();
        }

        @Test
        @DisplayName("of type tmpfs may be written by all, with a warning when the stack gives a mode")
        void tmpfsMode() {
            assertThat(Translated.of(service("web").mount(new Mount.Tmpfs("/run", null, 0700, at(30))))
                            .warnings())
                    .containsExactly("compose.yaml:30:5: service web: the mode of the tmpfs /run has no meaning on"
                            + " Kubernetes: all may write to it; take the mode out");
        }

        @Test
        @DisplayName("is also what shm_size asks for")
        void shm() {
            Translated translated =
                    Translated.of(service("web").resources(new Resources(null, null, null, null, null, 128L << 20)));

            assertThat(translated.container("web").getVolumeMounts())
                    .extracting(VolumeMount::getMountPath)
                    .containsExactly("/dev/shm");
            assertThat(translated.pod("web").getVolumes().get(0).getEmptyDir().getSizeLimit())
                    .isEqualTo(new Quantity("128Mi"));
        }

        private Volume only(Mount mount) {
            return Translated.of(service("web").mount(mount))
                    .pod("web")
                    .getVolumes()
                    .get(0);
        }
    }

    @Test
    @DisplayName("can't be mounted where another one is")
    void twice() {
        assertThat(Translated.given(service("web")
                                .volume("a", "/data")
                                .mount(new Mount.AnonymousVolume("/data", false, at(31)))
                                .mount(mounted("b", "/other")))
                        .errors())
                .containsExactly(
                        "compose.yaml:31:5: service web: something else is mounted at /data already; take one of"
                                + " the two out");
    }
}
