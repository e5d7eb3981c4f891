package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.stack.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Ready manifests")
class ManifestReaderTest {

    private static final KeyedDigest DIGEST = new KeyedDigest(new byte[] {1});

    private static ManifestReading read(String... files) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (int i = 0; i < files.length; i++) {
            all.put((char) ('a' + i) + ".yaml", files[i].getBytes(StandardCharsets.UTF_8));
        }
        return new ManifestReader(DIGEST).read(all, false);
    }

    private static List<String> problems(String... files) {
        InvalidInputException e = catchThrowableOfType(InvalidInputException.class, () -> read(files));
        assertThat(e).as("a problem").isNotNull();
        return e.problems().stream().map(Problem::toString).toList();
    }

    private static String configMap(String name, String more) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n" + more;
    }

    @Test
    void are_read_from_many_documents_and_files_and_lists_in_their_order() {
        ManifestReading reading = read(
                "---\n" + configMap("one", "---\n---\n" + configMap("two", "")),
                "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ServiceAccount, metadata: {name: three}}\n",
                "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"four\"}}");

        assertThat(reading.manifests())
                .extracting(Manifest::title)
                .containsExactly("ConfigMap one", "ConfigMap two", "ServiceAccount three", "ConfigMap four");
        assertThat(reading.manifests().get(1).position()).hasToString("a.yaml:8:1");
        assertThat(reading.sources()).extracting(source -> source.path()).containsExactly("a.yaml", "b.yaml", "c.yaml");
    }

    @Test
    void keep_their_content_as_it_is_typed_without_status_namespace_and_what_a_server_wrote() {
        String json =
                read("""
                apiVersion: example.com/v1
                kind: Widget
                metadata: { name: w, namespace: other, uid: "1", resourceVersion: "7", creationTimestamp: null }
                spec: { count: 3, ratio: 0.5, on: true, mode: 0644, text: "3", nothing: null, day: 2020-01-02, quote: "a\\"b\\n", "${X}": "$Y" }
                status: { ready: true }
                """)
                        .manifests()
                        .get(0)
                        .json();

        assertThat(json)
                .isEqualTo(
                        "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\"},\"spec\":{\"count\":3,"
                                + "\"ratio\":0.5,\"on\":true,\"mode\":420,\"text\":\"3\",\"nothing\":null,\"day\":\"2020-01-02\","
                                + "\"quote\":\"a\\\"b\\u000a\",\"${X}\":\"$Y\"}}");
    }

    @Test
    void say_once_for_each_namespace_that_it_is_not_used_and_leave_namespaces_out() {
        ManifestReading reading = read("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n"
                + configMap("a", "  namespace: shop\n---\n") + configMap("b", "  namespace: shop\n"));

        assertThat(reading.manifests()).extracting(Manifest::name).containsExactly("a", "b");
        assertThat(reading.warnings().stream().map(Problem::toString))
                .containsExactly(
                        "a.yaml:1:1: Namespace shop is left out: the environment has a namespace of its own; take it out of the manifests",
                        "a.yaml:9:14: the namespace \"shop\" is not used: all goes to the environment's own; take it out, or see that no value names it");
    }

    @Test
    void hold_no_value_of_a_secret_anywhere() {
        ManifestReading reading = read(
                """
                apiVersion: v1
                kind: Secret
                metadata: { name: login }
                type: Opaque
                data: { a: aHVudGVyMg== }
                stringData:
                  b: correct horse
                  c: |
                    many
                    lines
                """);

        Manifest secret = reading.manifests().get(0);
        assertThat(secret.secret()).containsOnlyKeys("a", "b", "c");
        assertThat(secret.secret().get("a").digest()).isEqualTo(DIGEST.of("hunter2"));
        assertThat(reading.secrets().text("manifest/login/a")).contains("hunter2");
        assertThat(reading.secrets().text("manifest/login/b")).contains("correct horse");
        assertThat(reading.secrets().text("manifest/login/c")).contains("many\nlines\n");
        assertThat(secret.json())
                .isEqualTo(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"login\"},\"type\":\"Opaque\"}");
        assertThat(reading.toString() + reading.sources()).doesNotContain("hunter2", "aHVudGVyMg", "horse", "many");
    }

    @Test
    void make_one_unit_of_what_has_one_name_and_wave_and_the_name_goes_to_what_runs() {
        String manifests = configMap("web", "  annotations: { argocd.argoproj.io/sync-wave: \"-1\" }\n")
                + "---\n"
                + "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}\n---\n"
                + "{apiVersion: v1, kind: Service, metadata: {name: web}}\n---\n"
                + "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: seed\n  annotations: { environments.jenkins.io/wave: \"2\", argocd.argoproj.io/sync-wave: \"9\" }\n";

        ManifestReading reading = read(manifests);

        assertThat(reading.manifests())
                .extracting(manifest -> manifest.title() + " " + manifest.unit() + " " + manifest.wave())
                .containsExactlyInAnyOrder(
                        "ConfigMap web web-wave-1 -1", "Deployment web web 0", "Service web web 0", "Job seed seed 2");
        assertThat(reading.alone("shop").stack().parts()).containsExactlyInAnyOrder("web-wave-1", "web", "seed");
        assertThat(reading.alone("shop").stack().awaited()).containsExactlyInAnyOrder("web", "seed");
        assertThat(Waves.of(reading.alone("shop").stack()).toString()).isEqualTo("[[web-wave-1], [web], [seed]]");
    }

    @Test
    void put_definitions_of_custom_resources_before_all_that_names_no_wave() {
        ManifestReading reading = read(
                """
                { apiVersion: example.com/v1, kind: Widget, metadata: { name: w } }
                ---
                { apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: { name: widgets.example.com } }
                """);

        assertThat(Waves.of(reading.alone("shop").stack()).get(0)).hasSize(1).doesNotContain("w");
        assertThat(reading.alone("shop").stack().awaited())
                .as("both have a state")
                .hasSize(2);
    }

    @ParameterizedTest(name = "{0} leads to port {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "link: \"true\" | 80 | null",
                "link: shop | 80 | shop",
                "link-port: \"9090\" | 9090 | null",
                "link: shop, environments.jenkins.io/link-port: metrics | 9090 | shop"
            })
    void give_a_service_a_link_that_its_annotation_asks_for(String annotation, int port, String name) {
        Manifest service =
                read("""
                apiVersion: v1
                kind: Service
                metadata: { name: web, annotations: { environments.jenkins.io/%s } }
                spec: { ports: [{ name: metrics, port: 9090 }, { name: web, port: 80 }] }
                """
                                .formatted(annotation))
                        .manifests()
                        .get(0);

        assertThat(service.link()).isEqualTo(new Manifest.Link(name.equals("null") ? null : name, port));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | a.yaml:1:1: a manifest is a mapping with apiVersion, kind and metadata, this is a list",
                "{kind: Pod, metadata: {name: a}} | a.yaml:1:1: the manifest has no apiVersion; add it, e.g. apiVersion: apps/v1",
                "{apiVersion: v1, metadata: {name: a}} | a.yaml:1:1: the manifest has no kind; add it, e.g. kind: Deployment",
                "{services: {web: {image: x}}} | is this a Compose file? name it under files",
                "{apiVerson: v1, kind: Pod, metadata: {name: a}} | a.yaml:1:2: \"apiVerson\" is no key of a manifest; did you mean \"apiVersion\"?",
                "{apiVersion: v1, knd: Pod, metadata: {name: a}} | a.yaml:1:18: \"knd\" is no key of a manifest; did you mean \"kind\"?",
                "{apiVersion: 1, kind: Pod, metadata: {name: a}} | a.yaml:1:14: apiVersion has to be a text, this is a number",
                "{apiVersion: apps/v1, kind: Deploymnet, metadata: {name: a}} | a.yaml:1:29: Kubernetes has no kind \"Deploymnet\" in apiVersion apps/v1; did you mean \"kind: Deployment\"?",
                "{apiVersion: v1, kind: Deployment, metadata: {name: a}} | did you mean \"apiVersion: apps/v1\"?",
                "{apiVersion: app/v1, kind: Deployment, metadata: {name: a}} | did you mean \"apiVersion: apps/v1\"?",
                "{apiVersion: v1, kind: Pod} | the Pod has no metadata; give it metadata with a name",
                "{apiVersion: v1, kind: Pod, metadata: {}} | the Pod has no name; add metadata.name",
                "{apiVersion: v1, kind: Pod, metadata: {name: 7}} | a.yaml:1:46: a name has to be a text, this is a number; put it in quotes",
                "{apiVersion: v1, kind: Pod, metadata: {generateName: a-}} | a.yaml:1:40: generateName gives the Pod another name at each deploy",
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: NodePort}} | a.yaml:1:67: Service a is a NodePort: only the edge's ports 80 and 443 are open to the outside; take type out",
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: LoadBalancer}} | Service a is a LoadBalancer",
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {externalIPs: [10.0.0.1]}} | a.yaml:1:74: Service a takes addresses outside of the cluster",
                "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a}} | a.yaml:1:1: Ingress a would take a host name past the environment's own links; take it out, and give the Service the annotation environments.jenkins.io/link",
                "{apiVersion: route.openshift.io/v1, kind: Route, metadata: {name: a}} | Route a would take a host name",
                "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: a}} | HTTPRoute a would take a host name",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: c, ports: [{hostPort: 80}]}]}} | a.yaml:1:89: hostPort opens a port of the node",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostNetwork: true}} | a.yaml:1:70: hostNetwork opens all ports",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {PORT: 80}} | a.yaml:1:69: PORT in data of ConfigMap a has to be a text, this is a number; put it in quotes",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {on: true}}} | on in labels of ConfigMap a has to be a text, this is true or false",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {DB_PASSWORD: hunter2}} | a.yaml:1:76: DB_PASSWORD in ConfigMap a is sensitive, and everybody who sees the object would see it; put it into a Secret",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{env: [{name: API_TOKEN, value: hunter2}]}]}} | API_TOKEN in Pod a is sensitive, and everybody who sees the object would see it; put it into a Secret, and name it with valueFrom.secretKeyRef",
                "{apiVersion: e.com/v1, kind: W, metadata: {name: a}, spec: {url: 'postgres://u:hunter2@db/x'}} | a text of W a is sensitive",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {k: '%%%'}} | a.yaml:1:63: the value of k in Secret a is no base64; put plain text under stringData",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {k: 7}} | the value of k in Secret a has to be a text, this is a number",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {k: CHANGE_ME}} | a.yaml:1:69: k in Secret a still holds a placeholder",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: text} | data has to be a mapping, this is a text",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {environments.jenkins.io/wave: soon}}} | the wave \"soon\" is no whole number",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {environments.jenkins.io/wafe: '1'}}} | there is no annotation environments.jenkins.io/wafe; did you mean \"environments.jenkins.io/wave\"?",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {environments.jenkins.io/link: 'true'}}} | a link leads to a Service, this is a ConfigMap",
                "{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {environments.jenkins.io/link: 'true'}}} | Service a has no port that is known for HTTP; name one of its ports with environments.jenkins.io/link-port",
                "{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {environments.jenkins.io/link: 'Not A Name'}}} | the link's name \"Not A Name\" can't be a part of a host name",
                "a: [ | a.yaml:1:5: this is no YAML",
                "'' | the manifests hold no object; add at least one"
            })
    void that_are_wrong_are_refused_with_their_place_and_what_to_do(String file, String expected) {
        assertThat(problems(file))
                .anySatisfy(problem -> assertThat(problem).contains(expected).doesNotContain("hunter2"));
    }

    @Test
    void say_all_that_is_wrong_at_once_and_both_places_of_twins() {
        assertThat(problems(
                        configMap("a", "---\n") + configMap("b", "---\n{kind: Pod, metadata: {name: c}}\n"),
                        configMap("b", "---\n{apiVersion: v2, kind: Pod, metadata: {}}\n")))
                .containsExactly(
                        "a.yaml:11:1: the manifest has no apiVersion; add it, e.g. apiVersion: apps/v1",
                        "b.yaml:1:1: ConfigMap b is here twice; the first is at a.yaml:6:1; keep one of the two, or give one another name",
                        "b.yaml:6:39: the Pod has no name; add metadata.name");
    }

    @Test
    void keep_the_bounds_of_files() {
        assertThat(problems("#".repeat(2 << 20)))
                .anySatisfy(problem -> assertThat(problem).contains("more than 1 MiB"));
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i <= ManifestReader.MOST_FILES; i++) {
            many.put(i + ".yaml", configMap("c" + i, "").getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> new ManifestReader(DIGEST).read(many, false))
                .hasMessageContaining("at most 256 files");
        assertThatThrownBy(() -> new ManifestReader(DIGEST).read(Map.of(), false))
                .hasMessageContaining("there are no manifests to read");
    }

    @Test
    void let_placeholders_through_where_the_stage_does_with_a_word() {
        ManifestReading reading = new ManifestReader(DIGEST)
                .read(
                        Map.of(
                                "a.yaml",
                                "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {k: CHANGE_ME}}"
                                        .getBytes(StandardCharsets.UTF_8)),
                        true);

        assertThat(reading.warnings()).singleElement().asString().contains("still holds a placeholder");
    }
}
