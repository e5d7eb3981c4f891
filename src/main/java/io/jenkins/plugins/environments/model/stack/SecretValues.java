package io.jenkins.plugins.environments.model.stack;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The texts of a stack's sensitive values, in memory only, from the moment they are read until the target has them. Not
 * a record and not serializable on purpose: nothing prints it, stores it or compares it by accident.
 */
public final class SecretValues {

    private static final SecretValues NONE = new SecretValues(Map.of());

    private final Map<String, byte[]> values;

    /** @param values key (see {@link Value.Sensitive#key()}) to content */
    public SecretValues(Map<String, byte[]> values) {
        Map<String, byte[]> copy = new HashMap<>();
        values.forEach((key, content) -> copy.put(key, content.clone()));
        this.values = Map.copyOf(copy);
    }

    /** No values: none were needed, or they were lost with the process that had them. */
    public static SecretValues none() {
        return NONE;
    }

    /** These and others; of a key that both have, the others' value counts. */
    public SecretValues and(SecretValues others) {
        Map<String, byte[]> all = new HashMap<>(values);
        all.putAll(others.values);
        return new SecretValues(all);
    }

    public Optional<byte[]> content(String key) {
        return Optional.ofNullable(values.get(key)).map(byte[]::clone);
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(content -> new String(content, StandardCharsets.UTF_8));
    }

    public Set<String> keys() {
        return values.keySet();
    }

    /** How many there are; never a value. */
    @Override
    public String toString() {
        return "SecretValues[" + values.size() + "]";
    }
}
