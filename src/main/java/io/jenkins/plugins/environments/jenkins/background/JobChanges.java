package io.jenkins.plugins.environments.jenkins.background;

import hudson.init.InitMilestone;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus.State;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Environment;
import java.io.File;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceOwner;
import jenkins.scm.impl.NullSCMSource;

/**
 * What Jenkins' jobs tell about changes. A multibranch project has a job for each branch and request that is there; it
 * takes one away, or puts it to rest, only after its source-code server has said that the branch or request is gone. So
 * the jobs are a truth that needs no call to a server, and a server that can't be reached makes nothing stale.
 */
final class JobChanges implements KnownChanges {

    private final Clock clock;

    /** Since when a change is known to have ended; counted anew after a restart. */
    private final Map<String, Instant> endedSince = new ConcurrentHashMap<>();

    JobChanges(Clock clock) {
        this.clock = clock;
    }

    @Override
    @SuppressWarnings("try") // The context is closed, not used.
    public ChangeStatus of(Environment environment) {
        String name = environment.origin().job();
        Jenkins jenkins = Jenkins.get();
        // Before all jobs are loaded, one that is missing is not gone.
        if (name == null || jenkins.getInitLevel() != InitMilestone.COMPLETED || jenkins.isTerminating()) {
            return ChangeStatus.UNKNOWN;
        }
        State state;
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            Item item = jenkins.getItemByFullName(name);
            state = item == null ? missing(jenkins, name, environment) : present(item, environment);
        }
        String key = environment.id() + " " + name;
        if (state == State.OPEN || state == State.UNKNOWN) {
            endedSince.remove(key);
            return ChangeStatus.of(state);
        }
        return ChangeStatus.since(state, endedSince.computeIfAbsent(key, fresh -> clock.instant()));
    }

    private static State present(Item item, Environment environment) {
        if (!(item instanceof Job<?, ?> job) || SCMHead.HeadByItem.findHead(item) == null) {
            // A job of one's own says nothing about the changes that it is told to deploy.
            return State.UNKNOWN;
        }
        if (SCMSource.SourceByItem.findSource(item) instanceof NullSCMSource) {
            // A branch at rest belongs to no source any more. Its job is disabled, as is one that somebody paused.
            return ended(environment);
        }
        boolean paused = job instanceof ParameterizedJob<?, ?> pausable && pausable.isDisabled();
        return paused || job.isBuildable() ? State.OPEN : ended(environment);
    }

    private static State ended(Environment environment) {
        return environment.change().number() == null ? State.BRANCH_GONE : State.MERGED;
    }

    /** Follows the name as far as there are items. */
    private static State missing(Jenkins jenkins, String name, Environment environment) {
        ItemGroup<?> group = jenkins;
        for (String part : name.split("/")) {
            Item next = group.getItem(part);
            if (next == null) {
                break;
            }
            if (!(next instanceof ItemGroup<?> inner)) {
                return State.UNKNOWN;
            }
            group = inner;
        }
        if (group instanceof SCMSourceOwner) {
            return ended(environment);
        }
        String prefix = group.getFullName().isEmpty() ? "" : group.getFullName() + "/";
        String part = name.substring(prefix.length()).split("/")[0];
        // One whose configuration could not be loaded is broken, not gone.
        boolean broken = new File(new File(group.getRootDir(), "jobs"), part + "/config.xml").exists();
        return broken ? State.UNKNOWN : State.JOB_GONE;
    }
}
