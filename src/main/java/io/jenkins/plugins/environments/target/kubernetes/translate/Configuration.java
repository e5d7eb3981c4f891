package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Value;
import io.jenkins.plugins.environments.target.kubernetes.Manifests.SecretTemplate;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ConfigMaps and Secrets of an environment. Each is immutable and has a digest of its content in its name: so a
 * change of a value is another object, just the pods that use it are rolled, and a rollback finds what it had.
 */
final class Configuration {

    /** What the API takes as the content of one object. */
    private static final long MAX_BYTES = 1 << 20;

    private final Context context;
    private final Map<String, ConfigMap> configMaps = new LinkedHashMap<>();
    private final Map<String, SecretTemplate> secrets = new LinkedHashMap<>();

    Configuration(Context context) {
        this.context = context;
    }

    List<ConfigMap> configMaps() {
        return List.copyOf(configMaps.values());
    }

    List<SecretTemplate> secrets() {
        return List.copyOf(secrets.values());
    }

    /**
     * Makes a ConfigMap.
     *
     * @param base its name before the digest
     * @param service whose it is; null: it may be shared
     * @param data key to text
     * @param binary key to base64
     * @param position what to name when it is too big
     * @return its name
     */
    String configMap(
            String base,
            @CheckForNull String service,
            Map<String, String> data,
            Map<String, String> binary,
            Position position) {
        long size = data.values().stream()
                        .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                        .sum()
                // What the API counts is the bytes that the base64 stands for.
                + binary.values().stream()
                        .mapToLong(base64 -> base64.length() * 3L / 4)
                        .sum();
        if (size > MAX_BYTES) {
            context.findings()
                    .error(
                            position,
                            "this is " + size + " bytes, and Kubernetes takes at most " + MAX_BYTES
                                    + " in one ConfigMap",
                            "put the files into the image, or mount a named volume");
        }
        Map<String, String> content = new TreeMap<>();
        data.forEach((key, text) -> content.put("text/" + key, text));
        binary.forEach((key, base64) -> content.put("binary/" + key, base64));
        String name = base + "-" + ContentDigest.of(content);
        configMaps.computeIfAbsent(name, key -> {
            ConfigMap configMap = new ConfigMap();
            configMap.setMetadata(meta(name, service));
            configMap.setData(new TreeMap<>(data));
            configMap.setBinaryData(new TreeMap<>(binary));
            configMap.setImmutable(true);
            return configMap;
        });
        return name;
    }

    /**
     * Makes a Secret; its content is known by keys and digests only.
     *
     * @return its name
     */
    String secret(String base, @CheckForNull String service, Map<String, Value.Sensitive> values) {
        Map<String, String> digests = new TreeMap<>();
        Map<String, String> entries = new TreeMap<>();
        values.forEach((key, value) -> {
            digests.put(key, value.digest());
            entries.put(key, value.key());
        });
        String name = base + "-" + ContentDigest.of(digests);
        secrets.computeIfAbsent(name, key -> {
            Secret secret = new Secret();
            secret.setMetadata(meta(name, service));
            secret.setType("Opaque");
            secret.setImmutable(true);
            return new SecretTemplate(secret, entries);
        });
        return name;
    }

    private ObjectMeta meta(String name, @CheckForNull String service) {
        return service == null
                ? context.metadata().of(name)
                : context.metadata().of(name, service);
    }
}
