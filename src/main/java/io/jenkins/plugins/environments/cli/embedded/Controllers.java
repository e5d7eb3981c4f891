package io.jenkins.plugins.environments.cli.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The loop that plays the controllers: it looks at each object that changed, a little later, and sets what follows. */
final class Controllers implements AutoCloseable {

    private static final Set<String> WORKLOADS = Set.of("deployments", "statefulsets", "jobs");

    private final ApiServer api;
    private final Workloads workloads;
    private final Duration pace;
    private final Set<ObjectPath> scheduled = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "embedded-kubernetes-controllers");
        thread.setDaemon(true);
        return thread;
    });

    Controllers(ApiServer api, Duration pace) {
        this.api = api;
        this.pace = pace;
        this.workloads = new Workloads(api);
    }

    /** An object changed: look at it when the pace has passed. */
    void changed(ObjectPath object) {
        boolean ours = WORKLOADS.contains(object.plural())
                || object.plural().equals("persistentvolumeclaims")
                || object.plural().equals("namespaces");
        if (ours && !loop.isShutdown() && scheduled.add(object)) {
            loop.schedule(() -> look(object), pace.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look(ObjectPath object) {
        scheduled.remove(object);
        switch (object.plural()) {
            case "namespaces" -> namespace(object);
            case "persistentvolumeclaims" -> api.update(object, claim -> {
                claim.withObject("/status").put("phase", "Bound");
                return claim;
            });
            default -> workloads.look(object);
        }
    }

    /** A namespace that goes is emptied first; what finalizers hold keeps it, and it says so. */
    private void namespace(ObjectPath path) {
        boolean left = api.locked(() -> {
                    JsonNode namespace = api.find(path);
                    if (namespace == null
                            || namespace.at("/metadata/deletionTimestamp").isMissingNode()) {
                        return false;
                    }
                    for (JsonNode object : api.inNamespace(path.name())) {
                        api.remove(Kinds.path(object));
                    }
                    var rest = api.inNamespace(path.name());
                    if (rest.isEmpty()) {
                        api.put(path, null);
                        return false;
                    }
                    ObjectNode going = namespace.deepCopy();
                    String held = rest.stream()
                            .map(object -> object.path("kind").asText() + " "
                                    + object.at("/metadata/name").asText())
                            .sorted()
                            .findFirst()
                            .orElseThrow();
                    going.withObject("/status")
                            .putArray("conditions")
                            .addObject()
                            .put("type", "NamespaceFinalizersRemaining")
                            .put("status", "True")
                            .put("reason", "SomeFinalizersRemain")
                            .put("message", "Some content in the namespace has finalizers remaining: " + held);
                    if (!going.equals(namespace)) {
                        api.put(path, going);
                    }
                    return true;
                })
                .orElse(false);
        if (left) {
            changed(path);
        }
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
