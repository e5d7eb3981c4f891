package io.jenkins.plugins.environments.cli.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** From an object to its path, for the kinds that the embedded API serves. */
final class Kinds {

    private Kinds() {}

    static ObjectPath path(JsonNode object) {
        String version = object.path("apiVersion").asText();
        String root = version.contains("/") ? "/apis/" + version : "/api/" + version;
        return new ObjectPath(
                root,
                object.at("/metadata/namespace").asText(),
                plural(object.path("kind").asText()),
                object.at("/metadata/name").asText());
    }

    private static String plural(String kind) {
        String lower = kind.toLowerCase(Locale.ROOT);
        if (lower.endsWith("s")) {
            return lower + "es";
        }
        return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
    }
}
