package io.jenkins.plugins.environments.target.kubernetes.apply;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.target.Applied.Drift;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Where a live object does not say what a desired one says, field by field: {@link Comparison} with the places. What a
 * person may have typed a secret into (variables, arguments, content) is named and not shown.
 */
final class Differences {

    private static final String MISSING = "missing";
    private static final String THERE = "there";
    private static final int LONGEST = 100;

    /** Below these, a value that somebody put there by hand may be a secret. */
    private static final Set<String> NOT_SHOWN =
            Set.of("env", "data", "stringData", "binaryData", "command", "args", "httpHeaders");

    /** What tells one element of a list from the others, the first that they all have. */
    private static final List<String> KEYS =
            List.of("name", "containerPort", "port", "mountPath", "ip", "host", "topologyKey");

    private final List<Drift> found = new ArrayList<>();

    private Differences() {}

    /** @return in the order of the desired object's fields; empty when the live one says all of it */
    static List<Drift> between(JsonNode live, JsonNode desired) {
        Differences differences = new Differences();
        differences.look(live, desired, new Place("", "", "", true));
        return differences.found;
    }

    /** @param shown whether values may be shown here */
    private record Place(String path, String field, String parent, boolean shown) {

        Place field(String name) {
            String step = name.matches("[\\w-]+") ? (path.isEmpty() ? "" : ".") + name : "[" + name + "]";
            return new Place(path + step, name, field, shown && !NOT_SHOWN.contains(name));
        }

        /** An element has no name of its own; what it is compared by is the list's. */
        Place element(String key) {
            return new Place(path + "[" + key + "]", "", field, shown);
        }
    }

    private void look(JsonNode live, JsonNode desired, Place place) {
        if (Comparison.contains(live, desired, place.field(), place.parent())) {
            return;
        }
        if (live.isObject() && desired.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> fields = desired.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                look(live.path(field.getKey()), field.getValue(), place.field(field.getKey()));
            }
        } else if (live.isArray() && desired.isArray()) {
            elements(live, desired, place);
        } else {
            add(place, words(live), words(desired));
        }
    }

    private void elements(JsonNode live, JsonNode desired, Place place) {
        int before = found.size();
        String key = key(live, desired);
        if (key != null) {
            byKey(live, desired, key, place);
        } else if (live.size() == desired.size() && desired.path(0).isContainerNode()) {
            for (int i = 0; i < desired.size(); i++) {
                look(live.get(i), desired.get(i), place.element(String.valueOf(i)));
            }
        }
        if (found.size() == before) {
            add(place, words(live), words(desired));
        }
    }

    private void byKey(JsonNode live, JsonNode desired, String key, Place place) {
        for (JsonNode wanted : desired) {
            String name = wanted.path(key).asText();
            JsonNode there = named(live, key, name);
            if (there == null) {
                add(place.element(name), MISSING, THERE);
            } else {
                look(there, wanted, place.element(name));
            }
        }
        if (!Comparison.isShared(place.field())) {
            live.forEach(there -> {
                String name = there.path(key).asText();
                if (named(desired, key, name) == null) {
                    add(place.element(name), THERE, MISSING);
                }
            });
        }
    }

    /** Null where elements have none in common, or not each its own. */
    @CheckForNull
    private static String key(JsonNode live, JsonNode desired) {
        return KEYS.stream()
                .filter(key -> tellsApart(live, key) && tellsApart(desired, key))
                .findFirst()
                .orElse(null);
    }

    private static boolean tellsApart(JsonNode list, String key) {
        return StreamSupport.stream(list.spliterator(), false)
                        .allMatch(element -> element.path(key).isValueNode())
                && StreamSupport.stream(list.spliterator(), false)
                                .map(element -> element.path(key).asText())
                                .distinct()
                                .count()
                        == list.size();
    }

    @CheckForNull
    private static JsonNode named(JsonNode list, String key, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(element -> element.path(key).asText().equals(name))
                .findFirst()
                .orElse(null);
    }

    private void add(Place place, String was, String is) {
        boolean plain = place.shown() || was.equals(MISSING) || is.equals(MISSING);
        found.add(plain ? new Drift(place.path(), was, place.shown() ? is : THERE) : hidden(place));
    }

    private static Drift hidden(Place place) {
        return new Drift(place.path(), "another value (not shown)", "as deployed");
    }

    /** Of objects only that they are there: what is in them may not be shown. */
    private static String words(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return MISSING;
        }
        if (node.isObject()) {
            return node.isEmpty() ? "empty" : THERE;
        }
        if (node.isArray()) {
            boolean plain = StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isValueNode);
            return node.isEmpty()
                    ? "empty"
                    : plain ? shortened(node.toString()) : node.size() == 1 ? "1 element" : node.size() + " elements";
        }
        return node.asText().isEmpty() ? "empty" : shortened(node.asText());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
