package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.Manifests.SecretTemplate;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the objects of an environment as YAML, for people and for {@code kubectl}. */
public final class ManifestPrinter {

    private static final String SEPARATOR = "---\n";
    private static final String PLACEHOLDER = "<sensitive>";

    private ManifestPrinter() {}

    /** All documents, in the order in which they are applied; {@value #PLACEHOLDER} in place of each sensitive value. */
    public static String print(Manifests manifests) {
        return Stream.of(
                        Stream.of(manifests.namespace()),
                        manifests.foundation().stream(),
                        manifests.secrets().stream().map(ManifestPrinter::withPlaceholders),
                        manifests.services().values().stream().flatMap(objects -> objects.stream()))
                .flatMap(objects -> objects)
                .map(HasMetadata.class::cast)
                .map(ManifestPrinter::document)
                .collect(Collectors.joining());
    }

    private static HasMetadata withPlaceholders(SecretTemplate template) {
        Map<String, String> data = new TreeMap<>();
        template.entries().keySet().forEach(key -> data.put(key, PLACEHOLDER));
        return new SecretBuilder(template.secret()).withStringData(data).build();
    }

    private static String document(HasMetadata object) {
        // Versions of the client differ in whether a document begins with the separator.
        String yaml = Serialization.asYaml(object);
        return SEPARATOR + (yaml.startsWith(SEPARATOR) ? yaml.substring(SEPARATOR.length()) : yaml);
    }
}
