package io.jenkins.plugins.environments.jenkins.config;

import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.ClusterAccess;
import java.time.Clock;

/** What a connection to a cluster is made of; equal when address, trust, credentials and settings are. */
record KubernetesBlueprint(String id, ClusterAccess access, KubernetesSettings settings)
        implements TargetSettings.Blueprint {

    @Override
    public KubernetesTarget connect(String holder) {
        return new KubernetesTarget(id, settings, Clients.connect(access), holder, Clock.systemUTC());
    }

    @Override
    public String toString() {
        return "target " + id + " at " + access;
    }
}
