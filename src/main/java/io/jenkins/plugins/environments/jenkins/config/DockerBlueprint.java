package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.jenkins.agents.ProgramPlaces;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.compose.Programs;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.docker.host.DockerTarget;

/**
 * What a connection to an engine is made of; equal when address, certificates and settings are.
 *
 * @param agentLabel of the agents that run Compose without a build; null: none
 */
record DockerBlueprint(String id, EngineConnection connection, DockerSettings settings, @CheckForNull String agentLabel)
        implements TargetSettings.Blueprint {

    /** An engine knows no Lease, so nobody is named as its holder. */
    @Override
    public DockerTarget connect(String holder) {
        return connect(programs());
    }

    DockerTarget connect(Programs programs) {
        return DockerTarget.connect(id, settings, connection, programs);
    }

    Programs programs() {
        return ProgramPlaces.get().programs(agentLabel);
    }

    @Override
    public String toString() {
        return "target " + id + " at " + connection.uri();
    }
}
