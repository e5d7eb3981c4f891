package io.jenkins.plugins.environments.target.kubernetes.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Asks a cluster what it can do, and remembers the answer for some minutes. */
final class CapabilityDetection {

    static final ApiKind STORAGE_CLASS =
            new ApiKind("storage.k8s.io/v1", "StorageClass", "storageclasses", false, List.of());
    static final ApiKind INGRESS_CLASS =
            new ApiKind("networking.k8s.io/v1", "IngressClass", "ingressclasses", false, List.of());
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Cluster cluster;
    private final ApiKinds kinds;
    private final Clock clock;
    private volatile Known known;

    private record Known(Capabilities capabilities, Instant until) {}

    CapabilityDetection(Cluster cluster, ApiKinds kinds, Clock clock) {
        this.cluster = cluster;
        this.kinds = kinds;
        this.clock = clock;
    }

    Capabilities capabilities() {
        Known current = known;
        if (current == null || current.until().isBefore(clock.instant())) {
            current = new Known(
                    new Capabilities(
                            kinds.serves("networking.k8s.io/v1"),
                            kinds.serves("route.openshift.io/v1"),
                            // The route API alone is found on other clusters, too.
                            kinds.serves("security.openshift.io/v1"),
                            hasDefaultStorageClass(),
                            sleeps()),
                    clock.instant().plus(REMEMBERED));
            known = current;
        }
        return current.capabilities();
    }

    private boolean sleeps() {
        return cluster.read("ask for the version", "/version")
                .map(CapabilityDetection::sleeps)
                .orElse(false);
    }

    /** From 1.30 on: before that the API refuses, or drops, a hook that sleeps. */
    static boolean sleeps(JsonNode version) {
        int major = version.path("major").asInt();
        // Some clouds write "30+".
        String minor = version.path("minor").asText().replaceAll("\\D.*", "");
        return major > 1 || major == 1 && !minor.isEmpty() && Integer.parseInt(minor) >= 30;
    }

    private boolean hasDefaultStorageClass() {
        try {
            return cluster.list(STORAGE_CLASS, null, null).stream().anyMatch(CapabilityDetection::isDefault);
        } catch (TargetException e) {
            if (e.kind() == TargetException.Kind.PERMANENT) {
                // We may not look; the claim itself will tell.
                return true;
            }
            throw e;
        }
    }

    static boolean isDefault(ApiObject storageClass) {
        return storageClass
                        .annotation("storageclass.kubernetes.io/is-default-class")
                        .equals("true")
                || storageClass
                        .annotation("storageclass.beta.kubernetes.io/is-default-class")
                        .equals("true");
    }
}
