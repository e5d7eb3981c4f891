package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.published;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@DisplayName("Printed objects")
class ManifestPrinterTest {

    @Test
    @DisplayName("are one document each, in the order in which they are applied, Secrets before what uses them")
    void order() {
        String yaml = ManifestPrinter.print(Translated.of(
                        service("web").port(published(80, 80)).env("A", "1").secretEnv("B"))
                .manifests());

        assertThat(documents(yaml))
                .extracting(document -> document.get("kind"))
                .containsExactly(
                        "Namespace", "NetworkPolicy", "NetworkPolicy", "ConfigMap", "Secret", "Service", "Deployment");
        assertThat(yaml).startsWith("---\n").endsWith("\n");
    }

    @Test
    @DisplayName("show a placeholder for every sensitive value, and nothing that is made of it")
    void sensitive() {
        String yaml = ManifestPrinter.print(
                Translated.of(service("web").secretEnv("DB_PASSWORD")).manifests());

        Map<String, Object> secret = documents(yaml).stream()
                .filter(document -> "Secret".equals(document.get("kind")))
                .findFirst()
                .orElseThrow();
        assertThat(secret.get("stringData")).isEqualTo(Map.of("DB_PASSWORD", "<sensitive>"));
        assertThat(secret).doesNotContainKey("data");
        assertThat(yaml).doesNotContain("digest-of-");
    }

    @Test
    @DisplayName("mean the same when they are read again, whatever a value looks like")
    void roundTrip() {
        Map<String, String> values = new TreeMap<>();
        for (String value : List.of(
                "true",
                "yes",
                "Off",
                "null",
                "~",
                "",
                " ",
                "1",
                "1.0",
                "0x10",
                "0o7",
                "010",
                "1e3",
                "1_000",
                "12:30:45",
                "2024-02-04",
                "- a",
                "a: b",
                "# no comment",
                "two\nlines\n",
                "tab\tand  spaces ",
                "'quoted'",
                "\"double\"",
                "é ü 漢 🎉",
                "$(X) ${Y}",
                "=",
                "<<",
                "!tag",
                "*alias",
                "&anchor",
                "%",
                "@",
                "`",
                "\\n")) {
            values.put("V" + values.size(), value);
        }
        var web = service("web");
        values.forEach(web::env);

        String yaml = ManifestPrinter.print(Translated.of(web).manifests());
        String document = Arrays.stream(yaml.split("(?m)^---\n"))
                .filter(text -> text.contains("kind: ConfigMap") || text.contains("kind: \"ConfigMap\""))
                .findFirst()
                .orElseThrow();

        assertThat(Serialization.unmarshal(document, ConfigMap.class).getData()).isEqualTo(values);
        // And by a reader of YAML 1.1, as kubectl is one: there, yes is a boolean and 12:30:45 a number.
        assertThat(documents(document).get(0).get("data")).isEqualTo(values);
    }

    private static List<Map<String, Object>> documents(String yaml) {
        List<Map<String, Object>> documents = new java.util.ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
            documents.add(asMap(document));
        }
        return documents;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object document) {
        return (Map<String, Object>) document;
    }
}
