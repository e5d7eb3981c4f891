package io.jenkins.plugins.environments.cli.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.Set;

/**
 * What server-side apply does to an object when one manager alone applies it: maps are merged, lists are replaced, and
 * what that manager named before and no longer names is removed (Kubernetes documentation, "Server-Side Apply").
 */
final class Merge {

    private static final Set<String> SYSTEM =
            Set.of("uid", "resourceVersion", "creationTimestamp", "generation", "namespace", "deletionTimestamp");

    private Merge() {}

    static ObjectNode apply(JsonNode live, @CheckForNull JsonNode before, JsonNode wanted) {
        ObjectNode result = live.deepCopy();
        if (before != null) {
            prune(result, before, wanted);
        }
        merge(result, wanted);
        return result;
    }

    private static void prune(ObjectNode target, JsonNode before, JsonNode wanted) {
        for (String field : fields(before)) {
            JsonNode next = wanted.path(field);
            if (next.isMissingNode()) {
                target.remove(field);
            } else if (next.isObject() && target.path(field).isObject()) {
                prune((ObjectNode) target.get(field), before.get(field), next);
            }
        }
    }

    private static void merge(ObjectNode target, JsonNode wanted) {
        for (String field : fields(wanted)) {
            JsonNode value = wanted.get(field);
            if (value.isObject() && target.path(field).isObject()) {
                merge((ObjectNode) target.get(field), value);
            } else if (!value.isNull()) {
                target.set(field, value);
            }
        }
    }

    static ObjectNode keepSystemMetadata(JsonNode live, ObjectNode merged) {
        ObjectNode metadata = merged.withObject("/metadata");
        SYSTEM.forEach(field -> {
            JsonNode value = live.at("/metadata/" + field);
            if (!value.isMissingNode()) {
                metadata.set(field, value);
            }
        });
        return merged;
    }

    /** Whether two states of an object differ in metadata and status alone. */
    static boolean sameContent(JsonNode one, JsonNode other) {
        return content(one).equals(content(other));
    }

    private static JsonNode content(JsonNode object) {
        return ((ObjectNode) object.deepCopy()).remove(List.of("metadata", "status"));
    }

    static boolean isImmutable(JsonNode live) {
        return live.path("immutable").asBoolean(false);
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new java.util.ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
