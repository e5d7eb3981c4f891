package io.jenkins.plugins.environments.target;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an apply did, object by object.
 *
 * @param changes in the order in which they were sent
 */
public record Applied(List<Change> changes) {

    /** Nothing was applied. */
    public static final Applied NOTHING = new Applied(List.of());

    public Applied {
        changes = List.copyOf(changes);
    }

    /** Both, in order. */
    public Applied and(Applied other) {
        return new Applied(
                Stream.concat(changes.stream(), other.changes.stream()).toList());
    }

    /** What somebody had changed since the last apply, and is again as it should be. */
    public List<Change> repairs() {
        return changes.stream()
                .filter(change -> change.action() == Action.REPAIRED)
                .toList();
    }

    /** True when everything was as it should be. */
    public boolean nothingChanged() {
        return changes.stream().allMatch(change -> change.action() == Action.UNCHANGED);
    }

    /** How often each action happened. */
    public Map<Action, Long> summary() {
        return changes.stream().collect(Collectors.groupingBy(Change::action, Collectors.counting()));
    }

    /** What happened to an object. */
    public enum Action {
        CREATED,
        /** It was what an earlier deployment made, and that is no longer what shall be. */
        CHANGED,
        /** Someone else had changed it; it is again what it should be. */
        REPAIRED,
        UNCHANGED,
        REMOVED
    }

    /**
     * @param kind e.g. {@code Deployment}
     * @param service the service it belongs to; empty when to none
     * @param generation the generation that the target gave it, compared by {@link Target#observe}; 0 where there is none
     * @param uid what tells it from others that had its name before or get it after, compared by {@link Target#observe},
     *     since generations begin anew with each; empty where the target has no such thing
     * @param drift of what was repaired: each field that was not as it should be, as far as the target tells
     */
    public record Change(
            String kind, String name, String service, Action action, long generation, String uid, List<Drift> drift) {

        public Change {
            drift = List.copyOf(drift);
        }

        /** One that was no repair. */
        public Change(String kind, String name, String service, Action action, long generation, String uid) {
            this(kind, name, service, action, generation, uid, List.of());
        }

        /** On a target that knows its objects by their names alone. */
        public Change(String kind, String name, String service, Action action, long generation) {
            this(kind, name, service, action, generation, "");
        }

        /** The same as a repair of this. */
        public Change repaired(List<Drift> of) {
            return new Change(kind, name, service, Action.REPAIRED, generation, uid, of);
        }

        /** What had drifted, a sentence for each field: {@code Deployment web: spec.replicas was 3, is 1 again}. */
        public List<String> sentences() {
            String object = kind + " " + name;
            return drift.isEmpty()
                    ? List.of(object + " was not as it should be")
                    : drift.stream()
                            .map(field -> object + (field.path().isEmpty() ? " " : ": ") + field)
                            .toList();
        }
    }

    /**
     * A field that somebody had changed.
     *
     * @param path where in the object, e.g. {@code spec.template.spec.containers[web].image}; empty: the object itself
     * @param was what was found; never a value that may be a secret
     * @param is what it is again
     */
    public record Drift(String path, String was, String is) {

        /** {@code spec.replicas was 3, is 1 again}. */
        @Override
        public String toString() {
            return (path.isEmpty() ? "" : path + " ") + "was " + was + ", is " + is + " again";
        }
    }
}
