package io.jenkins.plugins.environments.target.kubernetes.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Requests to one cluster: objects of any kind, at most {@value #IN_FLIGHT} at a time, errors as {@link
 * TargetException}. Safe for many threads.
 */
public final class Cluster implements AutoCloseable {

    /** The most requests at a time. */
    public static final int IN_FLIGHT = 32;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final Semaphore permits = new Semaphore(IN_FLIGHT);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "kubernetes-requests");
        thread.setDaemon(true);
        return thread;
    });

    /** @param client closed with this */
    public Cluster(KubernetesClient client) {
        this.client = client;
    }

    /** The object as JSON. */
    public static ApiObject toApi(HasMetadata object) {
        return new ApiObject(JSON.valueToTree(object));
    }

    /** The object; empty when it is not there. */
    public Optional<ApiObject> get(ApiKind kind, @CheckForNull String namespace, String name) {
        return read("read " + kind.kind() + " " + name, kind.path(namespace, name))
                .map(ApiObject::new);
    }

    /**
     * Objects of a kind.
     *
     * @param namespace null: everywhere
     * @param selector a label selector; null: all
     * @return empty, too, when the cluster does not serve the kind
     */
    public List<ApiObject> list(ApiKind kind, @CheckForNull String namespace, @CheckForNull String selector) {
        String query = selector == null ? "" : "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
        List<ApiObject> objects = new ArrayList<>();
        read("list " + kind.plural(), kind.path(namespace) + query).ifPresent(list -> {
            for (JsonNode item : list.path("items")) {
                // The items of a list carry no kind of their own.
                ObjectNode object = (ObjectNode) item;
                object.put("apiVersion", kind.apiVersion());
                object.put("kind", kind.kind());
                objects.add(new ApiObject(object));
            }
        });
        return objects;
    }

    /** Whatever JSON is at a path; empty when nothing is. */
    public Optional<ObjectNode> read(String what, String path) {
        return call(what, false, () -> {
            try {
                return Optional.of(parse(client.raw(path, "GET", null)));
            } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
                if (e.getCode() == NOT_FOUND) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** Server-side apply, forced, as our field manager. @return the object as it is now */
    public ApiObject apply(ApiKind kind, ApiObject object) {
        boolean secret = kind.equals(ApiKind.SECRET);
        return call("apply " + object, secret, () -> {
            var resources = client.genericKubernetesResources(kind.context());
            GenericKubernetesResource generic = JSON.convertValue(object.json(), GenericKubernetesResource.class);
            var one = kind.namespaced()
                    ? resources.inNamespace(object.namespace()).resource(generic)
                    : resources.resource(generic);
            GenericKubernetesResource applied =
                    one.fieldManager(Labels.MANAGER).forceConflicts().serverSideApply();
            return new ApiObject(JSON.valueToTree(applied));
        });
    }

    /** Creates it; fails with a conflict when it is there. */
    public ApiObject create(ApiKind kind, ApiObject object) {
        String path = kind.path(kind.namespaced() ? object.namespace() : null) + "?fieldManager=" + Labels.MANAGER;
        return send("create " + object, kind, "POST", path, object);
    }

    /** Replaces it; fails with a conflict when its resource version is not the newest. */
    public ApiObject replace(ApiKind kind, ApiObject object) {
        String path = kind.path(kind.namespaced() ? object.namespace() : null, object.name());
        return send("update " + object, kind, "PUT", path + "?fieldManager=" + Labels.MANAGER, object);
    }

    private ApiObject send(String what, ApiKind kind, String method, String path, ApiObject object) {
        boolean secret = kind.equals(ApiKind.SECRET);
        return call(
                what,
                secret,
                () -> new ApiObject(parse(client.raw(path, method, object.json().toString()))));
    }

    /**
     * Asks for exactly this object to go: one of the same name that came after it stays.
     *
     * @param propagation {@code Background}, or {@code Orphan} to keep what it made
     */
    public void delete(ApiKind kind, ApiObject object, String propagation) {
        Map<String, Object> options = Map.of(
                "apiVersion",
                "v1",
                "kind",
                "DeleteOptions",
                "propagationPolicy",
                propagation,
                "preconditions",
                Map.of("uid", object.uid()));
        call("delete " + object, false, () -> {
            try {
                return client.raw(
                        kind.path(object.namespace().isEmpty() ? null : object.namespace(), object.name()),
                        "DELETE",
                        JSON.valueToTree(options).toString());
            } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
                if (e.getCode() == NOT_FOUND) {
                    return "";
                }
                throw e;
            }
        });
    }

    /** One request of the typed client. */
    public <T> T ask(String what, Function<KubernetesClient, T> request) {
        return call(what, false, () -> request.apply(client));
    }

    /** The client, for watches. */
    public KubernetesClient client() {
        return client;
    }

    /**
     * All at once, as far as permits go, and waits for the end of all.
     *
     * @return in the same order
     * @throws TargetException the first that is not transient, else the first
     */
    public <I, O> List<O> each(Collection<I> items, Function<I, O> task) {
        List<CompletableFuture<O>> futures = items.stream()
                .map(item -> CompletableFuture.supplyAsync(() -> task.apply(item), threads))
                .toList();
        List<O> results = new ArrayList<>();
        RuntimeException failure = null;
        for (CompletableFuture<O> future : futures) {
            try {
                results.add(future.join());
            } catch (CompletionException e) {
                RuntimeException cause =
                        e.getCause() instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
                if (failure == null || isTransient(failure) && !isTransient(cause)) {
                    failure = cause;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static boolean isTransient(RuntimeException e) {
        return e instanceof TargetException target && target.kind() == TargetException.Kind.TRANSIENT;
    }

    private <T> T call(String what, boolean secret, Callable<T> request) {
        permits.acquireUninterruptibly();
        try {
            return request.call();
        } catch (RuntimeException e) {
            throw ApiErrors.translate(what, secret, e);
        } catch (Exception e) {
            throw new IllegalStateException(what, e);
        } finally {
            permits.release();
        }
    }

    private static ObjectNode parse(@CheckForNull String json) {
        try {
            return JSON.readTree(json == null ? "" : json) instanceof ObjectNode object
                    ? object
                    : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw new io.fabric8.kubernetes.client.KubernetesClientException("the answer is no JSON");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.close();
    }
}
