package io.jenkins.plugins.environments.target.kubernetes.apply;

import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;

/**
 * Applies over an object that is there. Some fields can't be changed (a Job's template, a StatefulSet's claim templates,
 * a Service's headlessness): then the object is taken away and made anew. Volumes never are.
 */
final class Replacement {

    private static final int INVALID = 422;

    private final Cluster cluster;

    Replacement(Cluster cluster) {
        this.cluster = cluster;
    }

    ApiObject apply(Prepared prepared, ApiObject live) {
        try {
            return cluster.apply(prepared.kind(), prepared.object());
        } catch (TargetException e) {
            if (!refusesChange(e)) {
                throw e;
            }
            if (prepared.kind().equals(ApiKind.CLAIM)) {
                throw new TargetException(
                        Kind.PERMANENT,
                        Failure.of(
                                "can't change volume claim " + live.name(),
                                e.failure().why(),
                                "name a new volume, or destroy the environment with its data"),
                        e);
            }
        }
        return anew(prepared, live);
    }

    /** Takes away what is there and makes it again. */
    ApiObject anew(Prepared prepared, ApiObject live) {
        // The pods of a StatefulSet stay and are taken over by the new one: its volumes are never without them.
        boolean adopts = live.kind().equals("StatefulSet");
        cluster.delete(prepared.kind(), live, adopts ? "Orphan" : "Background");
        boolean there = cluster.get(prepared.kind(), live.namespace(), live.name())
                .filter(object -> object.uid().equals(live.uid()))
                .isPresent();
        if (there) {
            throw new TargetException(
                    Kind.TRANSIENT,
                    Failure.of("can't replace " + live, "the one before it is still going", "wait a moment"));
        }
        return cluster.apply(prepared.kind(), prepared.object());
    }

    private static boolean refusesChange(TargetException e) {
        String why = e.failure().why();
        return why.contains("says " + INVALID)
                && (why.contains("immutable")
                        || why.contains("Forbidden: updates to")
                        || why.contains("may not change once set")
                        || why.contains("may not be changed")
                        || why.contains("clusterIPs[0]"));
    }
}
