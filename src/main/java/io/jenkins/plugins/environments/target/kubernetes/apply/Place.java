package io.jenkins.plugins.environments.target.kubernetes.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Applied.Drift;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.util.List;
import java.util.Optional;

/** The namespace of an environment: made when absent, taken only when it is ours. */
public final class Place {

    private final Cluster cluster;
    private final ApiKinds kinds;

    public Place(Cluster cluster, ApiKinds kinds) {
        this.cluster = cluster;
        this.kinds = kinds;
    }

    /**
     * Makes the namespace, or brings its labels up to date.
     *
     * @return what that took
     * @throws TargetException {@link Kind#NOT_OURS} when it is somebody else's, {@link Kind#TRANSIENT} when it is going
     */
    public Applied make(Manifests manifests, Ownership mark) {
        Prepared wanted = Prepared.of(manifests.namespace(), kinds);
        String name = wanted.object().name();
        Optional<ApiObject> found = cluster.get(ApiKind.NAMESPACE, null, name);
        if (found.isEmpty()) {
            // Not applied: of two that make it at the same time, one is told so.
            return Applier.applied(cluster.create(wanted.kind(), wanted.object()), Action.CREATED, List.of());
        }
        ApiObject live = found.get();
        mark.require(live);
        if (live.going()) {
            throw new TargetException(
                    Kind.TRANSIENT,
                    Failure.of(
                            "can't use namespace " + name,
                            "it is still being terminated",
                            "wait until it is gone; \"kubectl get namespace " + name
                                    + " -o yaml\" says what holds it"));
        }
        if (!live.label(Labels.KEPT).isEmpty()) {
            unkeep(live);
        }
        boolean asked = live.annotation(Labels.APPLIED).equals(wanted.digest());
        List<Drift> drift = Differences.between(live.json(), wanted.object().json());
        if (asked && drift.isEmpty()) {
            return Applier.applied(live, Action.UNCHANGED, List.of());
        }
        ApiObject now = cluster.apply(wanted.kind(), wanted.object());
        return asked ? Applier.applied(now, Action.REPAIRED, drift) : Applier.applied(now, Action.CHANGED, List.of());
    }

    private void unkeep(ApiObject live) {
        ObjectNode json = live.json().deepCopy();
        ((ObjectNode) json.at("/metadata/labels")).remove(Labels.KEPT);
        cluster.replace(ApiKind.NAMESPACE, new ApiObject(json));
    }
}
