package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.stack.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes the values out of the Secrets among manifests. */
final class SecretReader {

    private final KeyedDigest digest;
    private final Redactions redactions;
    private final Placeholders placeholders;
    private final Problems problems;
    private final Map<String, byte[]> values = new HashMap<>();

    SecretReader(KeyedDigest digest, Redactions redactions, Placeholders placeholders, Problems problems) {
        this.digest = digest;
        this.redactions = redactions;
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** All that were taken out, by the keys that the stack names. */
    Map<String, byte[]> values() {
        return Map.copyOf(values);
    }

    /** The values of one Secret: {@code data}, then {@code stringData}, which wins as it does in the API. */
    Map<String, Value.Sensitive> read(ManifestObject secret) {
        Map<String, Value.Sensitive> entries = new LinkedHashMap<>();
        entries(secret, "data", entries);
        entries(secret, "stringData", entries);
        return entries;
    }

    private void entries(ManifestObject secret, String list, Map<String, Value.Sensitive> entries) {
        Tree tree = secret.at(list);
        if (tree == null || tree instanceof Tree.Text text && text.isNull()) {
            return;
        }
        redactions.value(tree);
        if (!(tree instanceof Tree.Table table)) {
            problems.error(
                    tree.position(), list + " has to be a mapping, this is " + tree.kindName(), "write key: value");
            return;
        }
        table.entries().forEach((key, value) -> {
            if (!(value instanceof Tree.Text text) || !text.isNull() && text.kind() != Tree.Kind.STRING) {
                problems.error(
                        value.position(),
                        "the value of " + key + " in " + secret.title() + " has to be a text, this is "
                                + value.kindName(),
                        "put it in quotes");
                return;
            }
            byte[] content = content(secret, list, key, text);
            String name = "manifest/" + secret.name() + "/" + key;
            entries.put(key, new Value.Sensitive(name, digest.of(content), text.position()));
            values.put(name, content);
        });
    }

    private byte[] content(ManifestObject secret, String list, String key, Tree.Text text) {
        if (list.equals("stringData")) {
            placeholders.check(text, key + " in " + secret.title());
            return text.text().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text.text().replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            problems.error(
                    text.position(),
                    "the value of " + key + " in " + secret.title() + " is no base64",
                    "put plain text under stringData in place of data");
            return new byte[0];
        }
    }
}
