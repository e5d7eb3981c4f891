package io.jenkins.plugins.environments.target.kubernetes.apply;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps two controllers from working on an environment at the same time, with a Lease in its namespace (as
 * client-go's leader election does). Whoever changes the environment holds it and renews it as it goes; it runs out by
 * itself.
 */
public final class Leases {

    private static final Duration HELD = Duration.ofSeconds(60);
    private static final Duration RENEWED = Duration.ofSeconds(15);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Cluster cluster;
    private final Clock clock;
    private final String holder;
    private final Map<String, Instant> renewed = new ConcurrentHashMap<>();

    /** @param holder who we are: the same after a restart, another for every other controller */
    public Leases(Cluster cluster, Clock clock, String holder) {
        this.cluster = cluster;
        this.clock = clock;
        this.holder = holder;
    }

    /** @throws TargetException {@link TargetException.Kind#TRANSIENT} when another controller is at work there */
    public void hold(String namespace, Ownership mark) {
        Instant last = renewed.get(namespace);
        Instant now = clock.instant();
        if (last != null && last.plus(RENEWED).isAfter(now)) {
            return;
        }
        Optional<ApiObject> found = cluster.get(ApiKind.LEASE, namespace, Labels.MANAGER);
        if (found.isEmpty()) {
            cluster.create(ApiKind.LEASE, lease(new ObjectMapper().createObjectNode(), namespace, mark, now));
        } else {
            ApiObject lease = found.get();
            refuseIfHeld(lease, now);
            // With the resource version that was read: of two that take it at the same time, one gets a conflict.
            cluster.replace(ApiKind.LEASE, lease(lease.json(), namespace, mark, now));
        }
        renewed.put(namespace, now);
    }

    /** Forgets it; the lease itself goes with the namespace. */
    public void forget(String namespace) {
        renewed.remove(namespace);
    }

    private void refuseIfHeld(ApiObject lease, Instant now) {
        String other = lease.text("/spec/holderIdentity");
        if (other.isEmpty() || other.equals(holder)) {
            return;
        }
        Instant until;
        try {
            until = Instant.parse(lease.text("/spec/renewTime"))
                    .plusSeconds(lease.json().at("/spec/leaseDurationSeconds").asLong());
        } catch (DateTimeParseException e) {
            return;
        }
        if (until.isAfter(now)) {
            throw new TargetException(
                    TargetException.Kind.TRANSIENT,
                    Failure.of(
                            "can't work in namespace " + lease.namespace(),
                            "held by " + other + " until " + until,
                            "wait, or end the other controller's work"));
        }
    }

    private ApiObject lease(ObjectNode json, String namespace, Ownership mark, Instant now) {
        json.put("apiVersion", ApiKind.LEASE.apiVersion());
        json.put("kind", ApiKind.LEASE.kind());
        ObjectNode metadata = json.withObject("/metadata");
        metadata.put("name", Labels.MANAGER);
        metadata.put("namespace", namespace);
        metadata.withObject("/labels").put(Labels.OWNER, mark.owner()).put(Labels.ENVIRONMENT, mark.environment());
        json.withObject("/spec")
                .put("holderIdentity", holder)
                .put("leaseDurationSeconds", HELD.toSeconds())
                .put("renewTime", MICROS.format(now));
        return new ApiObject(json);
    }
}
