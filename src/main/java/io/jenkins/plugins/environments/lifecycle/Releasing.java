package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.EnvironmentRecord;
import io.jenkins.plugins.environments.lifecycle.store.Passage;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.target.Desired;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a deploy writes into its environment's record, and the release that it makes. */
record Releasing(Lane lane, Machinery machinery, Work.Deploy work) {

    /** From now on the environment is this change's. */
    void announce() {
        Desired desired = work.desired();
        Operation operation = lane.open().get(0).operation();
        Environment now = lane.record().environment();
        Environment next = Changes.of(now)
                .change(desired.change())
                .links(desired.links())
                .origin(operation.origin())
                .done();
        if (!next.equals(now)) {
            lane.update(record -> record.with(environment -> next));
        }
    }

    /** Gives the release its number, before anything is done for it. */
    void number(Operation now) {
        int number = lane.record().lastRelease() + 1;
        lane.enter(now.id(), Changes.release(number));
    }

    boolean isRecorded(Operation now) {
        return now.release() != 0 && lane.releases().containsKey(now.release());
    }

    /** What the newest releases were, for as many as keep their configuration on the target. */
    List<Desired> kept() {
        return lane.releases().descendingMap().values().stream()
                .limit(machinery.settings().configurations())
                .map(release -> Past.desired(
                        release, work.desired(), Map.of(), work.desired().quota()))
                .toList();
    }

    /** @param links as they lead on the target */
    void record(Operation now, Map<String, String> images, List<Link> links) {
        Desired desired = work.desired();
        lane.keep(new ReleaseRecord(
                new Release(
                        desired.id(),
                        now.release(),
                        desired.change(),
                        desired.stack(),
                        work.sources(),
                        images,
                        Fingerprint.of(desired.stack()),
                        links,
                        machinery.clock().instant(),
                        now.origin(),
                        ancestry(),
                        work.inputs()),
                desired.images(),
                desired.quota(),
                work.expireAfter()));
    }

    @CheckForNull
    private Release.Ancestry ancestry() {
        Passage passage = work.passage();
        return passage == null ? null : passage.ancestry();
    }

    /** Counted from now; a time that somebody moved further away stays. */
    @CheckForNull
    private Instant expiresAt(Environment before, Instant at) {
        Duration age = work.expireAfter();
        if (age == null) {
            return null;
        }
        Instant moved = before.expiresAt();
        Instant next = at.plus(age);
        return moved != null && moved.isAfter(next) ? moved : next;
    }

    void end(Operation now) {
        Release release = lane.releases().get(now.release()).release();
        Instant at = release.releasedAt();
        lane.end(
                now.id(),
                record -> new EnvironmentRecord(
                        Changes.of(record.environment())
                                .state(EnvironmentState.READY)
                                .change(release.change())
                                .origin(release.origin())
                                .links(release.links())
                                .release(release.number())
                                .deployed(at, expiresAt(record.environment(), at))
                                .failure(null)
                                .done(),
                        Math.max(record.lastRelease(), release.number()),
                        List.of(),
                        record.owner()),
                Changes.to(Phase.RELEASED, machinery.clock().instant()));
    }
}
