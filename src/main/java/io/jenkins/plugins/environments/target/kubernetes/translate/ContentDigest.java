package io.jenkins.plugins.environments.target.kubernetes.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Short digests for names of objects that never change: another content, another name. */
final class ContentDigest {

    /** 40 bits: within one environment, a collision of two contents of one service is out of the question. */
    private static final int LENGTH = 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ContentDigest() {}

    /** The digest of entries, whatever their order. */
    static String of(Map<String, String> entries) {
        // As JSON, so that no two sets of entries read the same.
        StringBuilder json = new StringBuilder("{");
        new TreeMap<>(entries).forEach((key, value) -> {
            json.append(json.length() == 1 ? "" : ",");
            append(json, key);
            json.append(':');
            append(json, value);
        });
        return hex(json.append('}').toString());
    }

    /** The digest of a part of an object, as the API would get it, whatever the order of its fields. */
    static String ofObject(Object part) {
        try {
            StringBuilder canonical = new StringBuilder();
            append(canonical, JSON.readTree(Serialization.asJson(part)));
            return hex(canonical.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the client writes JSON that can be read", e);
        }
    }

    /** Sorted and without what is empty: versions of the client differ in both. */
    private static void append(StringBuilder out, JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> fields = new TreeMap<>();
            node.fields().forEachRemaining(field -> fields.put(field.getKey(), field.getValue()));
            out.append('{');
            fields.forEach((key, value) -> {
                if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                    append(out, key);
                    out.append(':');
                    append(out, value);
                    out.append(',');
                }
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(element -> {
                append(out, element);
                out.append(',');
            });
            out.append(']');
        } else {
            out.append(node);
        }
    }

    private static void append(StringBuilder out, String text) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    private static String hex(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
