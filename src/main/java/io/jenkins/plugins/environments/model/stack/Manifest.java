package io.jenkins.plugins.environments.model.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.util.Map;

/**
 * A ready Kubernetes object of a stack, of any kind that a cluster's API serves.
 *
 * @param unit the part of the stack that it belongs to, with others of its name: what progress, images and links name; a
 *     valid label
 * @param apiVersion group and version, e.g. {@code apps/v1}; {@code v1} for the core group
 * @param wave when it is applied: lower ones first
 * @param awaited whether it has a state that a deploy waits for; false for what is ready as soon as it is there
 * @param link the link to a Service that asks for one; null: none
 * @param secret key in a Secret's data to its value; empty for all other kinds
 * @param json the object as JSON, without namespace and status, and without the values of a Secret
 */
public record Manifest(
        String unit,
        String apiVersion,
        String kind,
        String name,
        int wave,
        boolean awaited,
        @CheckForNull Link link,
        Map<String, Value.Sensitive> secret,
        String json,
        Position position) {

    public Manifest {
        secret = Stack.ordered(secret);
    }

    /** The API group; empty for the core. */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** {@code Deployment web}, for messages. */
    public String title() {
        return kind + " " + name;
    }

    /** Whether it is an object of that group and kind, whatever the version. */
    public boolean is(String ofGroup, String ofKind) {
        return kind.equals(ofKind) && group().equals(ofGroup);
    }

    /**
     * @param name in place of the unit's in host names; null: the unit's
     * @param port the Service's port
     */
    public record Link(@CheckForNull String name, int port) {}
}
