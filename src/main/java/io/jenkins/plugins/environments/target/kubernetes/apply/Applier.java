package io.jenkins.plugins.environments.target.kubernetes.apply;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Applied.Drift;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Applies objects of one namespace: reads what is there, a list for each kind, and sends only what differs. What makes
 * pods comes after everything else, so that they find what they need.
 */
public final class Applier {

    private final Cluster cluster;
    private final ApiKinds kinds;

    public Applier(Cluster cluster, ApiKinds kinds) {
        this.cluster = cluster;
        this.kinds = kinds;
    }

    /**
     * Makes these objects what they shall be.
     *
     * @param mark the owner and environment that what is there must carry
     * @throws TargetException {@link Kind#NOT_OURS} when one is there and carries another; nothing was sent then
     */
    public Applied apply(String namespace, Ownership mark, List<? extends HasMetadata> desired) {
        List<Prepared> prepared =
                desired.stream().map(object -> Prepared.of(object, kinds)).toList();
        Map<ApiKind, Map<String, ApiObject>> live = live(namespace, prepared);
        List<Task> tasks = prepared.stream()
                .map(object ->
                        task(object, live.get(object.kind()).get(object.object().name()), mark))
                .toList();
        List<Task> first = tasks.stream().filter(task -> !task.makesPods()).toList();
        List<Task> then = tasks.stream().filter(Task::makesPods).toList();
        return new Applied(Stream.of(first, then)
                .flatMap(part -> cluster.each(part, this::run).stream())
                .toList());
    }

    private Map<ApiKind, Map<String, ApiObject>> live(String namespace, List<Prepared> prepared) {
        List<ApiKind> needed = prepared.stream().map(Prepared::kind).distinct().toList();
        // All of the namespace, not only what carries our label: what doesn't must not be taken over unseen.
        List<List<ApiObject>> lists = cluster.each(
                needed,
                kind -> kind.namespaced()
                        ? cluster.list(kind, namespace, null)
                        : prepared.stream()
                                .filter(object -> object.kind().equals(kind))
                                .flatMap(object ->
                                        cluster.get(kind, null, object.object().name()).stream())
                                .toList());
        Map<ApiKind, Map<String, ApiObject>> live = new HashMap<>();
        for (int i = 0; i < needed.size(); i++) {
            Map<String, ApiObject> byName = new HashMap<>();
            lists.get(i).forEach(object -> byName.put(object.name(), object));
            live.put(needed.get(i), byName);
        }
        return live;
    }

    private record Task(Prepared prepared, @CheckForNull ApiObject live, Action action, List<Drift> drift) {

        Task(Prepared prepared, @CheckForNull ApiObject live, Action action) {
            this(prepared, live, action, List.of());
        }

        boolean makesPods() {
            return !prepared.object().json().at("/spec/template").isMissingNode();
        }
    }

    private static Task task(Prepared prepared, @CheckForNull ApiObject live, Ownership mark) {
        if (live == null) {
            return new Task(prepared, null, Action.CREATED);
        }
        mark.require(live);
        if (live.going()) {
            throw new TargetException(
                    Kind.TRANSIENT,
                    Failure.of(
                            "can't apply " + live,
                            "the one before it is still going" + heldBy(live),
                            "wait, or remove what holds it"));
        }
        if (!live.annotation(Labels.APPLIED).equals(prepared.digest())) {
            return new Task(prepared, live, Action.CHANGED);
        }
        if (failed(live)) {
            return new Task(prepared, live, Action.REPAIRED, List.of(new Drift("status", "failed", "tried")));
        }
        List<Drift> drift = Differences.between(live.json(), prepared.object().json());
        return new Task(prepared, live, drift.isEmpty() ? Action.UNCHANGED : Action.REPAIRED, drift);
    }

    /** A Job that has failed stays so: who deploys again wants it to be tried again. */
    private static boolean failed(ApiObject live) {
        for (JsonNode condition : live.json().at("/status/conditions")) {
            if (live.kind().equals("Job")
                    && condition.path("type").asText().equals("Failed")
                    && condition.path("status").asText().equals("True")) {
                return true;
            }
        }
        return false;
    }

    private static String heldBy(ApiObject live) {
        return live.finalizers().isEmpty() ? "" : ", held by " + String.join(", ", live.finalizers());
    }

    private Applied.Change run(Task task) {
        ApiObject live = task.live();
        if (live != null && task.action() == Action.UNCHANGED) {
            return change(live, Action.UNCHANGED, List.of());
        }
        ApiObject now = live == null ? send(task.prepared()) : replace(task.prepared(), live);
        // The API writes some values in another way than they were given; then nothing changed in truth.
        boolean same = live != null && now.resourceVersion().equals(live.resourceVersion());
        return same ? change(now, Action.UNCHANGED, List.of()) : change(now, task.action(), task.drift());
    }

    private ApiObject replace(Prepared prepared, ApiObject live) {
        Replacement replacement = new Replacement(cluster);
        return failed(live) ? replacement.anew(prepared, live) : replacement.apply(prepared, live);
    }

    private ApiObject send(Prepared prepared) {
        return cluster.apply(prepared.kind(), prepared.object());
    }

    /** What happened to one object. */
    static Applied applied(ApiObject object, Action action, List<Drift> drift) {
        return new Applied(List.of(change(object, action, drift)));
    }

    private static Applied.Change change(ApiObject object, Action action, List<Drift> drift) {
        boolean manifest = !object.label(Labels.MANIFEST).isEmpty();
        return new Applied.Change(
                manifest ? ApiKind.title(object.apiVersion(), object.kind()) : object.kind(),
                object.name(),
                object.label(Labels.SERVICE),
                action,
                object.generation(),
                object.uid(),
                drift);
    }
}
