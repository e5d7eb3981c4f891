package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.store.EnvironmentRecord;
import io.jenkins.plugins.environments.lifecycle.store.Passage;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.lifecycle.store.StoreException;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Teardown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The way back of a deploy that failed or was told to stop, as far as its request asks for one. To a release it goes as
 * {@link Rollback} does: the same state ({@link Past}), the same waves, secrets from the target alone. Unlike that, it
 * makes no release, since the one that runs was never replaced, and sets no hold, since no person decided anything: a
 * hold would refuse the very commit that mends what failed.
 */
final class Undoing {

    private final DeployCourse course;
    private final Work.Deploy work;
    private final Connections connections;
    private final Backoff retries;
    private final Backoff looks;

    @CheckForNull
    private Rollout back;

    Undoing(DeployCourse course, Work.Deploy work, Connections connections) {
        this.course = course;
        this.work = work;
        this.connections = connections;
        this.retries = course.retries(course.machinery().settings().longestRetry());
        this.looks = course.looks();
    }

    /** @param failure why; null: it was told to stop */
    Next begin(@CheckForNull Failure failure) {
        course.lane()
                .enter(
                        course.id(),
                        Changes.all(
                                Changes.to(Phase.ROLLING_BACK, course.now()),
                                Changes.failure(failure),
                                Changes.deadline(course.now().plus(work.timeout()))));
        return Next.AGAIN;
    }

    Next step(Operation now) {
        OnFailure way = way();
        if (course.lane().removalWaitsBehind(now.id()) || way == OnFailure.KEEP) {
            return end(now, null);
        }
        try {
            return way == OnFailure.DESTROY ? takeAway(now) : goBack(now);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            Trouble trouble = Trouble.of(e);
            if (!trouble.passing() || course.isLate()) {
                return end(now, trouble.failure());
            }
            course.lane()
                    .tell(
                            course.id(),
                            new OperationEvent.Retrying(
                                    trouble.failure().what(), trouble.failure().why()));
            return new Next.Pause(course.untilDeadline(retries.pause()));
        }
    }

    /** A promotion that fails where nothing was leaves nothing there. */
    private OnFailure way() {
        boolean nothingWas = course.lane().record().environment().state() == EnvironmentState.GONE;
        return isPromotion() && nothingWas ? OnFailure.DESTROY : work.onFailure();
    }

    private boolean isPromotion() {
        Passage passage = work.passage();
        return passage != null && passage.source() != null;
    }

    private Next goBack(Operation now) {
        ReleaseRecord release =
                course.lane().releases().get(course.lane().environment().release());
        if (release == null) {
            return end(now, null);
        }
        Target target = target();
        Rollout rollout = back;
        if (rollout == null) {
            Desired before = Past.desired(
                    release, work.desired(), Map.of(), work.desired().quota());
            target.prepare(before, SecretValues.none());
            rollout = new Rollout(before, course.machinery().settings().failureGrace());
            back = rollout;
            return wave(rollout.waves() == 0 ? 0 : 1, rollout.waves());
        }
        if (now.wave() == 0) {
            return restored(now, target, rollout, release.release());
        }
        return goThrough(now, target, rollout);
    }

    private Next goThrough(Operation now, Target target, Rollout rollout) {
        if (!rollout.hasApplied(now.wave())) {
            Applied applied = rollout.apply(target, now.wave());
            course.lane().tell(course.id(), new OperationEvent.WaveApplied(now.wave(), applied));
        }
        Rollout.Look look = rollout.look(target, now.wave(), course.now());
        course.lane().observed(course.id(), look.statuses());
        if (look.unready() == null) {
            looks.reset();
            return wave(now.wave() == now.waves() ? 0 : now.wave() + 1, now.waves());
        }
        String culprit = look.failed() != null ? look.failed() : course.isLate() ? look.unready() : null;
        if (culprit != null) {
            return end(now, new Diagnosis(target, rollout.desired()).of(culprit, look.statuses()));
        }
        return new Next.Wait(course.untilDeadline(looks.pause()));
    }

    private Next wave(int wave, int waves) {
        retries.reset();
        course.lane()
                .enter(
                        course.id(),
                        Changes.all(Changes.to(Phase.ROLLING_BACK, wave, course.now()), Changes.waves(waves)));
        return Next.AGAIN;
    }

    private Next restored(Operation now, Target target, Rollout rollout, Release release) {
        target.prune(rollout.desired(), new Releasing(course.lane(), course.machinery(), work).kept());
        return end(
                now,
                environment -> Changes.of(environment)
                        .state(EnvironmentState.READY)
                        .change(release.change())
                        .links(release.links())
                        .failure(now.failure())
                        .done(),
                null,
                List.of());
    }

    private Next takeAway(Operation now) {
        boolean empty = isPromotion() && course.lane().record().keptVolumes().isEmpty();
        DataPolicy data =
                work.desired().lifetime() == Lifetime.STANDING && !empty ? DataPolicy.KEEP : DataPolicy.DELETE;
        Teardown teardown = target().destroy(work.desired().id(), work.desired().owner(), data);
        if (teardown.gone()) {
            return end(now, environment -> DestroyCourse.gone(environment, now.failure()), null, teardown.kept());
        }
        if (course.isLate()) {
            return end(now, DestroyCourse.held(teardown));
        }
        return new Next.Pause(course.untilDeadline(looks.pause()));
    }

    /** @param trouble why the way back failed, too; null: it did not, or there was none to go */
    private Next end(Operation now, @CheckForNull Failure trouble) {
        Failure failure = now.failure() != null ? now.failure() : canceled(now);
        return end(
                now,
                environment -> Changes.of(environment)
                        .state(EnvironmentState.FAILED)
                        .failure(with(failure, trouble))
                        .done(),
                trouble,
                List.of());
    }

    private Next end(
            Operation now, UnaryOperator<Environment> environment, @CheckForNull Failure trouble, List<String> kept) {
        Failure failure = now.failure();
        course.lane()
                .end(
                        course.id(),
                        record -> new EnvironmentRecord(
                                environment.apply(record.environment()), record.lastRelease(), kept, record.owner()),
                        Changes.all(
                                Changes.to(failure == null ? Phase.CANCELED : Phase.FAILED, course.now()),
                                Changes.failure(failure == null ? trouble : with(failure, trouble))));
        return Next.DONE;
    }

    private static Failure canceled(Operation now) {
        return Failure.of(
                "the deploy was told to stop", "by " + now.canceledBy(), "deploy again, or take the environment away");
    }

    private static Failure with(Failure failure, @CheckForNull Failure trouble) {
        if (trouble == null) {
            return failure;
        }
        List<String> details = new ArrayList<>(failure.details());
        details.add("the way back failed, too: " + trouble);
        details.addAll(trouble.details());
        return new Failure(failure.what(), failure.subject(), failure.why(), failure.remedy(), details);
    }

    private Target target() {
        return connections.target(course.lane().environment().target());
    }
}
