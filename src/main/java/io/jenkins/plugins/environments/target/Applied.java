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
     */
    public record Change(String kind, String name, String service, Action action, long generation, String uid) {

        /** On a target that knows its objects by their names alone. */
        public Change(String kind, String name, String service, Action action, long generation) {
            this(kind, name, service, action, generation, "");
        }
    }
}
