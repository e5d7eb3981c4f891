package io.jenkins.plugins.environments.target.kubernetes.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Whether a live object already says all that a desired one says. The live one has more: defaults, status, what others
 * added where lists are shared. So every desired field is looked for in the live object, with what an API server is free
 * to write in another way (quantities, empty values left out) taken as the same.
 */
public final class Comparison {

    /**
     * Lists that server-side apply merges by key ({@code x-kubernetes-list-type: map} or {@code set} in the API's
     * schema): others may have added elements. Any other list is ours alone, so that one more rule in a network policy is
     * drift.
     */
    private static final Set<String> SHARED = Set.of(
            "containers",
            "initContainers",
            "env",
            "ports",
            "volumes",
            "volumeMounts",
            "imagePullSecrets",
            "hostAliases",
            "topologySpreadConstraints",
            "secrets",
            "finalizers",
            "ownerReferences");

    /** Maps whose values are quantities, and fields that hold one. */
    private static final Set<String> QUANTITIES =
            Set.of("limits", "requests", "hard", "capacity", "default", "defaultRequest", "min", "max");

    private static final Set<String> QUANTITY = Set.of("sizeLimit", "storage", "averageValue");

    private Comparison() {}

    /** Whether {@code live} says all that {@code desired} says. */
    public static boolean contains(JsonNode live, JsonNode desired) {
        return contains(live, desired, "", "");
    }

    static boolean contains(JsonNode live, JsonNode desired, String field, String parent) {
        if (isNothing(desired) && (live.isMissingNode() || isNothing(live))) {
            return true;
        }
        if (desired.isObject()) {
            return live.isObject() && containsFields(live, desired, field);
        }
        if (desired.isArray()) {
            return live.isArray() && containsElements(live, desired, field);
        }
        return sameValue(live, desired, field, parent);
    }

    /** What an API server leaves out, or may. */
    private static boolean isNothing(JsonNode node) {
        return node.isNull()
                || node.isContainerNode() && node.isEmpty()
                || node.isTextual() && node.asText().isEmpty()
                || node.isBoolean() && !node.asBoolean()
                || node.isNumber() && node.asDouble() == 0;
    }

    /** Whether others may have added elements to a list of that name. */
    static boolean isShared(String field) {
        return SHARED.contains(field);
    }

    private static boolean containsFields(JsonNode live, JsonNode desired, String field) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = desired.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = fields.next();
            if (!contains(live.path(entry.getKey()), entry.getValue(), entry.getKey(), field)) {
                return false;
            }
        }
        return true;
    }

    private static boolean containsElements(JsonNode live, JsonNode desired, String field) {
        boolean ordered = !desired.path(0).isObject() && !SHARED.contains(field);
        if (live.size() < desired.size() || live.size() > desired.size() && !SHARED.contains(field)) {
            return false;
        }
        BitSet taken = new BitSet();
        for (int i = 0; i < desired.size(); i++) {
            int found = ordered ? i : find(live, desired.get(i), i, taken, field);
            if (found < 0 || !contains(live.get(found), desired.get(i), "", field)) {
                return false;
            }
            taken.set(found);
        }
        return true;
    }

    /** The element that says what is desired, best at the same place; -1 when none does. */
    private static int find(JsonNode live, JsonNode desired, int place, BitSet taken, String field) {
        if (!taken.get(place) && contains(live.get(place), desired, "", field)) {
            return place;
        }
        for (int i = 0; i < live.size(); i++) {
            if (!taken.get(i) && contains(live.get(i), desired, "", field)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean sameValue(JsonNode live, JsonNode desired, String field, String parent) {
        if (live.equals(desired)) {
            return true;
        }
        if (live.isNumber() && desired.isNumber()) {
            return live.decimalValue().compareTo(desired.decimalValue()) == 0;
        }
        return live.isValueNode()
                && desired.isValueNode()
                && (QUANTITY.contains(field) || QUANTITIES.contains(parent))
                && sameQuantity(live.asText(), desired.asText());
    }

    private static boolean sameQuantity(String live, String desired) {
        try {
            return new Quantity(live).getNumericalAmount().compareTo(new Quantity(desired).getNumericalAmount()) == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
