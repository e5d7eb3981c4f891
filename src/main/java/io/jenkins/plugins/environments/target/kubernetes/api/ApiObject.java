package io.jenkins.plugins.environments.target.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** An object of any kind, as the API has it or shall have it. Prints no content, as it may be a Secret. */
public record ApiObject(ObjectNode json) {

    public String apiVersion() {
        return text("/apiVersion");
    }

    public String kind() {
        return text("/kind");
    }

    public String name() {
        return text("/metadata/name");
    }

    /** Empty for objects of the cluster. */
    public String namespace() {
        return text("/metadata/namespace");
    }

    public String uid() {
        return text("/metadata/uid");
    }

    public String resourceVersion() {
        return text("/metadata/resourceVersion");
    }

    /** 0 where there is none. */
    public long generation() {
        return json.at("/metadata/generation").asLong();
    }

    /** The label's value; empty when it is not there. */
    public String label(String key) {
        return json.path("metadata").path("labels").path(key).asText();
    }

    /** The annotation's value; empty when it is not there. */
    public String annotation(String key) {
        return json.path("metadata").path("annotations").path(key).asText();
    }

    /** Whether it was asked to go and is held by finalizers. */
    public boolean going() {
        return !text("/metadata/deletionTimestamp").isEmpty();
    }

    public List<String> finalizers() {
        List<String> finalizers = new ArrayList<>();
        json.at("/metadata/finalizers").forEach(finalizer -> finalizers.add(finalizer.asText()));
        return finalizers;
    }

    /** Whether another object made it and keeps it: pods, replica sets, endpoint slices. */
    public boolean controlled() {
        for (JsonNode owner : json.at("/metadata/ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    /** The text at a JSON pointer; empty when there is none. */
    public String text(String pointer) {
        return json.at(pointer).asText();
    }

    /** {@code Deployment web}. */
    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
