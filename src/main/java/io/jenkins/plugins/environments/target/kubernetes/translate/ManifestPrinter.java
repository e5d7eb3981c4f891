package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.Manifests.SecretTemplate;
import java.util.LinkedHashMap;
import java.util.List;
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
                        manifests.services().values().stream()
                                .flatMap(objects -> objects.stream())
                                .map(object -> withPlaceholders(object, manifests.secrets())))
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

    /** A Secret of a manifest shows what it will hold, as the others do. */
    private static HasMetadata withPlaceholders(HasMetadata object, List<SecretTemplate> templates) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String kept = annotations == null ? null : annotations.get(Labels.VALUES);
        if (kept == null || !(object instanceof GenericKubernetesResource secret)) {
            return object;
        }
        Map<String, String> data = new TreeMap<>();
        templates.stream()
                .filter(template -> template.secret().getMetadata().getName().equals(kept))
                .forEach(template -> template.entries().keySet().forEach(key -> data.put(key, PLACEHOLDER)));
        GenericKubernetesResource shown = new GenericKubernetesResource();
        shown.setApiVersion(secret.getApiVersion());
        shown.setKind(secret.getKind());
        shown.setMetadata(secret.getMetadata());
        shown.setAdditionalProperties(new LinkedHashMap<>(secret.getAdditionalProperties()));
        shown.setAdditionalProperty("stringData", data);
        return shown;
    }

    private static String document(HasMetadata object) {
        // Versions of the client differ in whether a document begins with the separator.
        String yaml = Serialization.asYaml(object);
        return SEPARATOR + (yaml.startsWith(SEPARATOR) ? yaml.substring(SEPARATOR.length()) : yaml);
    }
}
