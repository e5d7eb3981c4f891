package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.Passage;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Kind;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import java.util.function.UnaryOperator;

/** What a promotion or a rollback does beside a deploy, and what a hold does to each of them. */
final class Passing {

    private final DeployCourse course;
    private final Work.Deploy work;
    private final Connections connections;
    private final Sources sources;
    private boolean saidThatItWaits;

    Passing(DeployCourse course, Work.Deploy work, Connections connections, Sources sources) {
        this.course = course;
        this.work = work;
        this.connections = connections;
        this.sources = sources;
    }

    /** What to do in place of beginning while somebody holds the environment; null: nobody does. */
    @CheckForNull
    Next held(Operation now) {
        Environment.Hold hold = course.lane().environment().hold();
        // What runs is not replaced when it is deployed again.
        if (hold == null || now.kind() == Kind.ROLLBACK || now.kind() == Kind.REDEPLOY) {
            return null;
        }
        String what = "environment " + now.environment() + " is held by " + hold.by() + " since " + hold.since() + ": "
                + hold.reason();
        if (!work.waitsWhileHeld()) {
            Failure failure = Failure.of("it was held before its turn came", what, "ask for the hold to be lifted");
            course.lane()
                    .end(
                            now.id(),
                            UnaryOperator.identity(),
                            Changes.all(Changes.to(Phase.FAILED, course.now()), Changes.failure(failure)));
            return Next.DONE;
        }
        if (!saidThatItWaits) {
            saidThatItWaits = true;
            course.lane()
                    .tell(
                            now.id(),
                            new OperationEvent.Warned(
                                    new Problem(null, "this waits: " + what, "it goes on when the hold is lifted")));
        }
        return new Next.Wait(course.machinery().settings().longestLook());
    }

    /** A rollback holds the environment before it touches anything. */
    void hold() {
        Passage passage = work.passage();
        Environment.Hold hold = passage == null ? null : passage.hold();
        if (hold != null) {
            course.lane()
                    .update(record -> record.with(
                            environment -> Changes.of(environment).hold(hold).done()));
        }
    }

    boolean hasSource() {
        return source() != null;
    }

    @CheckForNull
    private Passage.Source source() {
        Passage passage = work.passage();
        return passage == null ? null : passage.source();
    }

    /** Whether sensitive values came with the request, and so may be lost with a process. */
    boolean mayHaveLostValues() {
        Passage.Source source = source();
        return work.passage() == null || source != null && source.valuesGiven();
    }

    /** The values given, and what the source environment ran with. */
    SecretValues values(SecretValues given) {
        Passage.Source source = source();
        if (source == null) {
            return given;
        }
        return connections.target(source.target()).values(source.ran()).and(given);
    }

    /** The environment in the stage before goes, if that was asked for. */
    void leaveSource(Operation now) {
        Passage passage = work.passage();
        Passage.Source source = source();
        if (passage != null && source != null && source.destroy()) {
            Problem stays = sources.leave(source, passage.ancestry().release(), now);
            if (stays != null) {
                course.lane().tell(now.id(), new OperationEvent.Warned(stays));
            }
        }
    }
}
