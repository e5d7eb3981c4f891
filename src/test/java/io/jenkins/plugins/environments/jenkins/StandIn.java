package io.jenkins.plugins.environments.jenkins;

import io.jenkins.plugins.environments.jenkins.config.TargetSettings;
import io.jenkins.plugins.environments.target.InstantTarget;
import io.jenkins.plugins.environments.target.Target;

/** The configuration of a target without threads and connections of its own, for numbers that are the plugin's. */
final class StandIn extends TargetSettings {

    /** One for the whole process, as a cluster outlives Jenkins; ready when it is told. */
    static final InstantTarget ONLY = new InstantTarget("cluster-a", false);

    StandIn() {
        super(ONLY.id());
    }

    @Override
    public Blueprint blueprint() {
        return new Same();
    }

    /** All connections are one. */
    private record Same() implements TargetSettings.Blueprint {
        @Override
        public Target connect(String holder) {
            return ONLY;
        }
    }
}
