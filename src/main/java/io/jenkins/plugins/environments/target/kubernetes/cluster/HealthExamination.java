package io.jenkins.plugins.environments.target.kubernetes.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds out how well a cluster suits us, with questions that change nothing. */
final class HealthExamination {

    private static final ApiKind REVIEW = new ApiKind(
            "authorization.k8s.io/v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", false, List.of());
    private static final String DEFAULT_INGRESS = "ingressclass.kubernetes.io/is-default-class";

    private final Cluster cluster;
    private final ApiKinds kinds;
    private final CapabilityDetection detection;

    HealthExamination(Cluster cluster, ApiKinds kinds, CapabilityDetection detection) {
        this.cluster = cluster;
        this.kinds = kinds;
        this.detection = detection;
    }

    TargetHealth examine() {
        try {
            String version = cluster.read("ask for the version", "/version")
                    .map(answer -> answer.path("gitVersion").asText())
                    .orElse("unknown");
            return examine(version, detection.capabilities());
        } catch (EnvironmentException e) {
            return new TargetHealth(false, null, List.of(), List.of(), null, List.of(e.getMessage()));
        }
    }

    private TargetHealth examine(String version, Capabilities capabilities) {
        List<Permission> needed = new ArrayList<>(Permission.NEEDED);
        if (capabilities.servesRoutes()) {
            needed.addAll(Permission.ROUTES);
        } else {
            needed.addAll(Permission.INGRESS);
        }
        List<String> missing =
                cluster.each(needed, permission -> allowed(permission) ? null : permission.toString()).stream()
                        .filter(Objects::nonNull)
                        .toList();
        List<String> problems = new ArrayList<>();
        if (!missing.isEmpty()) {
            problems.add("the target's account lacks permissions; give it a role with: " + String.join(", ", missing));
        }
        Optional<List<ApiObject>> classes = readable(CapabilityDetection.INGRESS_CLASS);
        List<String> ingressClasses = classes.orElse(List.of()).stream()
                .sorted(Comparator.comparing(
                        (ApiObject one) -> !one.annotation(DEFAULT_INGRESS).equals("true")))
                .map(ApiObject::name)
                .toList();
        if (ingressClasses.isEmpty() && !capabilities.servesRoutes()) {
            problems.add(
                    classes.isEmpty()
                            ? "whether there is an Ingress class is not known, as the account may not list "
                                    + "ingressclasses.networking.k8s.io; links answer only where an ingress controller runs"
                            : "no Ingress class was found; links answer only where an ingress controller runs");
        }
        Optional<List<ApiObject>> storage = readable(CapabilityDetection.STORAGE_CLASS);
        String storageClass = storage.orElse(List.of()).stream()
                .filter(CapabilityDetection::isDefault)
                .map(ApiObject::name)
                .findFirst()
                .orElse(null);
        if (storageClass == null) {
            problems.add((storage.isEmpty()
                            ? "whether there is a default storage class is not known, as the account may not "
                                    + "list storageclasses.storage.k8s.io"
                            : "no default storage class was found")
                    + "; name one in the target's settings for stacks with volumes");
        }
        return new TargetHealth(true, version, missing, ingressClasses, storageClass, problems);
    }

    /** Empty: we may not look. */
    private Optional<List<ApiObject>> readable(ApiKind kind) {
        try {
            return Optional.of(kinds.serves(kind.apiVersion()) ? cluster.list(kind, null, null) : List.of());
        } catch (TargetException e) {
            if (e.kind() == TargetException.Kind.PERMANENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean allowed(Permission permission) {
        ObjectNode review = new ObjectMapper().createObjectNode();
        review.put("apiVersion", REVIEW.apiVersion());
        review.put("kind", REVIEW.kind());
        review.putObject("metadata");
        String[] resource = permission.resource().split("/");
        ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
        attributes.put("group", permission.group()).put("resource", resource[0]).put("verb", permission.verb());
        if (resource.length > 1) {
            attributes.put("subresource", resource[1]);
        }
        JsonNode answer = cluster.create(REVIEW, new ApiObject(review)).json();
        return answer.at("/status/allowed").asBoolean();
    }
}
