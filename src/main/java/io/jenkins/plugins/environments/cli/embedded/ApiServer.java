package io.jenkins.plugins.environments.cli.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesAttributesExtractor;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.crud.Attribute;
import io.fabric8.mockwebserver.crud.AttributeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.mockwebserver.SocketPolicy;
import org.yaml.snakeyaml.Yaml;

/**
 * The client library's mock server with what environments need and it lacks: server-side apply, discovery, delete
 * preconditions, namespaces that must exist, access reviews, logs.
 */
final class ApiServer extends KubernetesCrudDispatcher {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String NOWHERE = "/api/v1/namespaces/nowhere/configmaps/nothing";

    private static final Pattern WATCHED_NAME = Pattern.compile("metadata\\.name(?:=|%3[dD])([^&,%]+)");
    private static final Pattern WATCHED_VERSION = Pattern.compile("[?&]resourceVersion=(\\d+)");

    private final Watches watches = new Watches();
    private final Map<String, JsonNode> lastApplied = new ConcurrentHashMap<>();
    private final ThreadLocal<Runnable> underLock = new ThreadLocal<>();
    private Consumer<ObjectPath> listener = path -> {};

    /** Tells the listener the path of each object that changes; called under the lock of the objects. */
    void listener(Consumer<ObjectPath> changes) {
        this.listener = changes;
    }

    /** Puts an object in place that is there from the beginning. */
    void furnish(ObjectPath object, String json) {
        locked(() -> {
            put(object, parse(json).deepCopy());
            return null;
        });
    }

    int size() {
        return map.size();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String path = request.getPath();
        String method = request.getMethod();
        if (path == null || method == null) {
            return super.dispatch(request);
        }
        String plain = path.replaceAll("\\?.*", "");
        if (method.equals("GET")) {
            String discovery = Discovery.answer(plain);
            if (discovery != null) {
                return Responses.ok(discovery);
            }
            if (plain.endsWith("/log")) {
                return new MockResponse().setBody("no container runs in the embedded API\n");
            }
        }
        if (method.equals("POST") && plain.endsWith("accessreviews")) {
            return Responses.created(Discovery.allowed(request.getBody().readUtf8()));
        }
        ObjectPath object = ObjectPath.parse(plain);
        if (object == null) {
            return super.dispatch(request);
        }
        return switch (method) {
            case "POST" -> locked(() -> namespaceProblem(object)).orElseGet(() -> super.dispatch(request));
            case "PATCH" -> String.valueOf(request.getHeader("Content-Type")).startsWith(APPLY)
                    ? apply(object, path.contains("dryRun="), request)
                    : super.dispatch(request);
            case "DELETE" -> object.name() == null ? super.dispatch(request) : delete(object, request);
            case "GET" -> object.name() == null || path.contains("watch=true") ? super.dispatch(request) : get(object);
            default -> super.dispatch(request);
        };
    }

    private MockResponse get(ObjectPath object) {
        JsonNode found = locked(() -> find(object)).orElse(null);
        return found == null ? Responses.notFound(object) : Responses.ok(found.toString());
    }

    /** Server-side apply for one manager: fields that it set before and no longer names go, others stay. */
    private MockResponse apply(ObjectPath object, boolean dryRun, RecordedRequest request) {
        Object parsed = new Yaml().load(request.getBody().readUtf8());
        ObjectNode wanted = JSON.valueToTree(parsed);
        return locked(() -> {
                    JsonNode live = find(object);
                    if (live == null) {
                        MockResponse problem = namespaceProblem(object);
                        if (problem != null) {
                            return problem;
                        }
                        ObjectNode made = created(object, wanted);
                        return dryRun ? Responses.created(made.toString()) : applied(object, wanted, made);
                    }
                    ObjectNode merged = Merge.apply(live, lastApplied.get(object.toString()), wanted);
                    merged = Merge.keepSystemMetadata(live, merged);
                    if (merged.equals(live)) {
                        return Responses.ok(live.toString());
                    }
                    if (Merge.isImmutable(live) && !Merge.sameContent(live, merged)) {
                        return Responses.invalid(object, "field is immutable when `immutable` is set");
                    }
                    bump(live, merged);
                    return dryRun ? Responses.ok(merged.toString()) : applied(object, wanted, merged);
                })
                .orElseThrow();
    }

    private MockResponse applied(ObjectPath object, JsonNode wanted, ObjectNode result) {
        boolean isNew = find(object) == null;
        lastApplied.put(object.toString(), wanted);
        put(object, result);
        return isNew ? Responses.created(result.toString()) : Responses.ok(result.toString());
    }

    private ObjectNode created(ObjectPath object, ObjectNode wanted) {
        ObjectNode made = wanted.deepCopy();
        ObjectNode metadata = made.withObject("/metadata");
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("resourceVersion", String.valueOf(requestResourceVersion()));
        metadata.put("creationTimestamp", java.time.Instant.now().toString());
        metadata.put("generation", 1);
        if (object.namespace() != null) {
            metadata.put("namespace", object.namespace());
        }
        if (object.plural().equals("namespaces")) {
            made.withObject("/spec").putArray("finalizers").add("kubernetes");
            made.withObject("/status").put("phase", "Active");
        }
        return made;
    }

    private void bump(JsonNode live, ObjectNode merged) {
        ObjectNode metadata = merged.withObject("/metadata");
        metadata.put("resourceVersion", String.valueOf(requestResourceVersion()));
        if (!Merge.sameContent(live, merged)) {
            metadata.put("generation", live.at("/metadata/generation").asLong() + 1);
        }
    }

    private MockResponse delete(ObjectPath object, RecordedRequest request) {
        JsonNode options = options(request);
        return locked(() -> {
                    JsonNode live = find(object);
                    if (live == null) {
                        return Responses.notFound(object);
                    }
                    String uid = options.at("/preconditions/uid").asText();
                    if (!uid.isEmpty() && !uid.equals(live.at("/metadata/uid").asText())) {
                        return Responses.conflict(object, "the UID in the precondition does not match");
                    }
                    String version =
                            options.at("/preconditions/resourceVersion").asText();
                    if (!version.isEmpty()
                            && !version.equals(
                                    live.at("/metadata/resourceVersion").asText())) {
                        return Responses.conflict(object, "the ResourceVersion in the precondition does not match");
                    }
                    remove(object);
                    return Responses.ok(live.toString());
                })
                .orElseThrow();
    }

    private static JsonNode options(RecordedRequest request) {
        try {
            JsonNode options = JSON.readTree(request.getBody().readUtf8());
            return options == null ? JSON.createObjectNode() : options;
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    /** Takes an object away, or marks it as going while finalizers hold it. Only under the lock. */
    void remove(ObjectPath object) {
        JsonNode live = find(object);
        if (live == null) {
            return;
        }
        boolean held =
                !live.at("/metadata/finalizers").isEmpty() || object.plural().equals("namespaces");
        if (!held) {
            put(object, null);
        } else if (live.at("/metadata/deletionTimestamp").isMissingNode()) {
            ObjectNode going = live.deepCopy();
            going.withObject("/metadata")
                    .put("deletionTimestamp", java.time.Instant.now().toString());
            if (object.plural().equals("namespaces")) {
                going.withObject("/status").put("phase", "Terminating");
            }
            bump(live, going);
            put(object, going);
        }
    }

    /** The object there, or null. Only under the lock. */
    @CheckForNull
    JsonNode find(ObjectPath object) {
        Map.Entry<AttributeSet, String> entry = findResource(getKey(object.toString()));
        return entry == null ? null : parse(entry.getValue());
    }

    /** Every object of a namespace, by path. Only under the lock. */
    List<JsonNode> inNamespace(String namespace) {
        List<JsonNode> found = new ArrayList<>();
        for (String json : map.values()) {
            JsonNode object = parse(json);
            if (object.at("/metadata/namespace").asText().equals(namespace)) {
                found.add(object);
            }
        }
        return found;
    }

    /** Changes an object if it is there. */
    void update(ObjectPath object, UnaryOperator<ObjectNode> change) {
        locked(() -> {
            JsonNode live = find(object);
            if (live != null) {
                ObjectNode changed = change.apply(live.deepCopy());
                if (!changed.equals(live)) {
                    bump(live, changed);
                    put(object, changed);
                }
            }
            return null;
        });
    }

    /** Puts an object in place as it is, or takes it away. Only under the lock. */
    void put(ObjectPath object, @CheckForNull ObjectNode node) {
        AttributeSet key = getKey(object.toString());
        Map.Entry<AttributeSet, String> old = findResource(key);
        if (node == null) {
            lastApplied.remove(object.toString());
        } else if (node.at("/metadata/uid").isMissingNode()) {
            node.setAll(created(object, node));
        }
        processEvent(
                object.toString(),
                key,
                old == null ? null : old.getKey(),
                node == null ? null : JSON.convertValue(node, GenericKubernetesResource.class),
                node == null ? null : node.toString());
    }

    @Override
    public void processEvent(
            String path,
            AttributeSet pathAttributes,
            AttributeSet oldAttributes,
            GenericKubernetesResource resource,
            String newState) {
        String oldState = oldAttributes == null ? null : map.get(oldAttributes);
        super.processEvent(path, pathAttributes, oldAttributes, resource, newState);
        if (!Objects.equals(oldState, newState)) {
            watches.happened(new Watches.Event(
                    requestResourceVersion(),
                    oldState == null ? null : oldAttributes,
                    newState == null ? null : attributes(pathAttributes, resource, newState),
                    newState == null ? oldState : newState));
        }
        ObjectPath object = ObjectPath.parse(path.replaceAll("\\?.*", "").replaceAll("/(status|scale)$", ""));
        if (object != null) {
            boolean named = object.name() != null;
            listener.accept(
                    named || resource == null
                            ? object
                            : object.named(resource.getMetadata().getName()));
        }
    }

    /** What an object can be selected by: its place and its labels. */
    private AttributeSet attributes(AttributeSet path, @CheckForNull GenericKubernetesResource resource, String state) {
        AttributeSet attributes = resource == null
                ? attributeExtractor.fromResource(state)
                : ((KubernetesAttributesExtractor) attributeExtractor).extract(resource);
        return attributes.containsKey(KubernetesAttributesExtractor.PLURAL)
                ? attributes
                : AttributeSet.merge(path, attributes);
    }

    /**
     * The mock server's own watches begin with all that is there and miss what went away since the list; and they do
     * not run on a newer client.
     */
    @Override
    public MockResponse handleWatch(String path) {
        AttributeSet selection = attributeExtractor.fromPath(path);
        Matcher name = WATCHED_NAME.matcher(path);
        if (name.find()) {
            selection = selection.add(new Attribute(KubernetesAttributesExtractor.NAME, name.group(1)));
        }
        Matcher version = WATCHED_VERSION.matcher(path);
        long since = version.find() ? Long.parseLong(version.group(1)) : 0;
        return new MockResponse()
                .setSocketPolicy(SocketPolicy.KEEP_OPEN)
                .withWebSocketUpgrade(watches.watch(selection, since));
    }

    @CheckForNull
    private MockResponse namespaceProblem(ObjectPath object) {
        if (object.namespace() == null) {
            return null;
        }
        JsonNode namespace = find(ObjectPath.namespace(object.namespace()));
        if (namespace == null) {
            return Responses.notFound(ObjectPath.namespace(object.namespace()));
        }
        return namespace.at("/metadata/deletionTimestamp").isMissingNode()
                ? null
                : Responses.forbidden(
                        object,
                        "unable to create new content in namespace " + object.namespace()
                                + " because it is being terminated");
    }

    /**
     * Runs a task under the mock server's own write lock. The lock is private there; its hook for tests is the one way
     * to run something while it is held.
     */
    <T> java.util.Optional<T> locked(Supplier<T> task) {
        List<T> result = new ArrayList<>(1);
        underLock.set(() -> {
            T value = task.get();
            if (value != null) {
                result.add(value);
            }
        });
        super.handleDelete(NOWHERE);
        return result.stream().findFirst();
    }

    @Override
    protected void locked(Lock lock) {
        Runnable task = underLock.get();
        if (task != null) {
            underLock.remove();
            task.run();
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the mock server keeps something that is no JSON", e);
        }
    }
}
