package io.jenkins.plugins.environments.jenkins.background;

import hudson.Extension;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Saveable;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.jenkins.config.TargetSettings;
import io.jenkins.plugins.environments.lifecycle.Surroundings;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Stage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps the lifecycle looking for what nobody uses any more, from when all jobs are loaded, and gives it a hint when a
 * job goes or changes. A hint only hastens a look: what is stale follows from what the look finds.
 */
@Extension
public final class Housekeeping extends ItemListener {

    /** All jobs are loaded: begins to look; it ends with the lifecycle. */
    @Override
    public void onLoaded() {
        Background.get().ifOpen().ifPresent(lifecycle -> lifecycle.upkeep().reconcile(surroundings()));
    }

    /** What a look takes from Jenkins. */
    static Surroundings surroundings() {
        KnownChanges changes = Background.get().changes();
        return new Surroundings() {
            @Override
            public List<Stage> stages() {
                return EnvironmentsConfiguration.get().getStages().stream()
                        .map(StageSettings::stage)
                        .toList();
            }

            @Override
            public Set<String> targets() {
                return EnvironmentsConfiguration.get().getTargets().stream()
                        .map(TargetSettings::identity)
                        .collect(Collectors.toUnmodifiableSet());
            }

            @Override
            public KnownChanges changes() {
                return changes;
            }
        };
    }

    private static void lookSoon() {
        Background.get().ifRunning().ifPresent(lifecycle -> lifecycle.upkeep().lookSoon());
    }

    /** A branch or request is gone, or somebody deleted a job. */
    @Override
    public void onDeleted(Item item) {
        lookSoon();
    }

    /** What a job deployed stays its own, whatever it and its folders are called. */
    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        Background.get().ifOpen().ifPresent(lifecycle -> lifecycle.upkeep().renamed(oldFullName, newFullName));
    }

    /** A branch that is gone may keep its job for a while, at rest. */
    @Override
    public void onUpdated(Item item) {
        lookSoon();
    }

    /**
     * A branch or request that is gone while its job builds: the job stays until the build has ended, at rest, which is
     * told of by nothing but its being saved. The build may be the deploy that has to be stopped.
     */
    @Extension
    public static final class Rests extends SaveableListener {
        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof Job<?, ?> job && job.isBuilding() && !job.isBuildable()) {
                lookSoon();
            }
        }
    }
}
