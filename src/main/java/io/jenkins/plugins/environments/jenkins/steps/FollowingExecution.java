package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.background.InOrder;
import io.jenkins.plugins.environments.jenkins.config.DockerTargetSettings;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.pages.BuildEnvironments;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.OperationEvent;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step that asks the lifecycle for an operation and follows it to its end. It holds no thread while it waits: all that
 * it does happens on few threads of {@link Background}, one thing at a time. After a restart it takes up the operation
 * again by its id; where the restart came before it had one, it gathers everything anew.
 */
abstract class FollowingExecution extends StepExecution {

    private static final long serialVersionUID = 1L;

    /** So long an aborted build waits for its operation to say how it ended. */
    private static final int LAST_WORDS_SECONDS = 15;

    /** The operation's id; null before the lifecycle has taken it. */
    @CheckForNull
    private volatile String operation;

    /** Whether it was asked for again because the secret values had been lost. */
    private boolean askedAgain;

    /** What of the step's place its environment's programs may use; null: nothing. */
    @CheckForNull
    private LentPlace place;

    private transient volatile String status;
    private transient volatile Throwable stopping;
    private transient volatile Subscription subscription;
    private transient Executor line;
    private transient OperationLog log;
    private transient boolean ended;

    FollowingExecution(@NonNull StepContext context) {
        super(context);
    }

    /**
     * Gathers what the operation needs and asks for it.
     *
     * @throws EnvironmentException when what was given can't be used, or a rule says no
     */
    abstract Operation ask(EnvironmentLifecycle lifecycle, OperationLog log) throws IOException, InterruptedException;

    /**
     * Lets programs that the environment's target may need run where this step does, until it ends: the lifecycle does
     * its work there, also after a restart.
     *
     * @param projectFolder the project's folder in the workspace; empty: the workspace
     * @throws InvalidInputException when the target needs programs, and there is no place for them
     */
    final void lendPlace(EnvironmentId environment, String target, String projectFolder, OperationLog to)
            throws IOException, InterruptedException {
        if (EnvironmentsConfiguration.get().target(target) instanceof DockerTargetSettings engine) {
            LentPlace lent = LentPlace.of(getContext(), environment, projectFolder);
            place = lent;
            lent.lend(getContext());
            lent.check(target, engine.getAgentLabel());
            to.line("Docker Compose is " + Background.get().compose(target, environment) + lent.where());
        }
    }

    /** What the step returns, once the operation has ended as asked for. */
    abstract Object result(EnvironmentLifecycle lifecycle, Operation done, OperationLog log)
            throws IOException, InterruptedException;

    /** What a step returns that made a release: says where it answers, here and for the steps that follow. */
    final Object released(EnvironmentLifecycle lifecycle, Operation done, OperationLog to)
            throws IOException, InterruptedException {
        Environment environment = lifecycle.environment(done.environment()).orElseThrow();
        to.links(environment, done.release());
        BuildEnvironments.of(getContext().get(Run.class))
                .deployed(environment.id().value(), EnvironmentMaps.url(environment.links()));
        tell(new DeployNews.News(DeployNews.Verdict.READY, environment, done.release(), null));
        return EnvironmentMaps.result(environment, "READY", done.release());
    }

    /** Whether the operation ends with its build. */
    abstract boolean endsWithBuild();

    @Override
    public boolean start() {
        inOrder(this::begin);
        return false;
    }

    @Override
    public void onResume() {
        inOrder(this::begin);
    }

    @Override
    public String getStatus() {
        String now = status;
        return now == null ? "starting" : now;
    }

    /**
     * Lets the operation say how it ended, but not for long: an agent that does not answer, or an operation that does not
     * end, must not keep the build.
     */
    @Override
    public void stop(@NonNull Throwable cause) {
        boolean again = stopping != null;
        stopping = cause;
        if (again) {
            fail(cause);
        } else {
            inOrder(() -> cancel(cause));
            Timer.get().schedule(() -> fail(cause), LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void cancel(Throwable cause) {
        if (operation == null || !endsWithBuild()) {
            if (log != null && operation != null) {
                log.line("The build ends here; the operation goes on in the background");
            }
            fail(cause);
            return;
        }
        status = "stopping";
        log.line("Stopping");
        Background.get().lifecycle().cancel(operation, "the build, which was aborted");
        stopPrograms();
    }

    private void inOrder(Task task) {
        Executor inLine;
        try {
            inLine = line();
        } catch (EnvironmentException e) {
            fail(abort(e.getMessage(), e));
            return;
        }
        inLine.execute(() -> {
            try {
                task.run();
            } catch (InvalidInputException e) {
                if (log != null) {
                    log.problems(e.problems());
                }
                fail(abort(e.problems().size() + " problem(s) with what the step was given; nothing was done", e));
            } catch (EnvironmentException e) {
                fail(abort(e.getMessage(), e));
            } catch (IOException | RuntimeException | LinkageError e) {
                // Also of a class that another plugin did not bring: nobody else would end the step.
                fail(e);
            } catch (InterruptedException e) {
                // Jenkins goes down; the step goes on when it is back.
                Thread.currentThread().interrupt();
            }
        });
    }

    private synchronized Executor line() {
        if (line == null) {
            line = new InOrder(Background.get().workers());
        }
        return line;
    }

    private static AbortException abort(String message, Throwable cause) {
        AbortException abort = new AbortException(message);
        abort.initCause(cause);
        return abort;
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private void begin() throws IOException, InterruptedException {
        log = new OperationLog(getContext().get(TaskListener.class), Clock.systemDefaultZone());
        EnvironmentLifecycle lifecycle = Background.get().lifecycle();
        if (operation == null || lifecycle.operation(operation).isEmpty()) {
            askFor(lifecycle);
        } else {
            if (place != null) {
                place.lend(getContext());
            }
            log.line("Following operation " + operation + " again");
            follow(lifecycle);
        }
    }

    private void askFor(EnvironmentLifecycle lifecycle) throws IOException, InterruptedException {
        status = "reading the stack";
        Operation asked = ask(lifecycle, log);
        operation = asked.id();
        // Another listener: this one masks the values that have just been read.
        log = new OperationLog(getContext().get(TaskListener.class), Clock.systemDefaultZone());
        getContext().saveState();
        report(lifecycle, asked, DeployNews.Verdict.UNDER_WAY);
        if (stopping == null) {
            follow(lifecycle);
        } else if (endsWithBuild()) {
            lifecycle.cancel(asked.id(), "the build, which was aborted");
        }
    }

    private void follow(EnvironmentLifecycle lifecycle) {
        // Called on the lifecycle's threads, which must not wait for a log on a disk.
        subscription = lifecycle.follow(operation, event -> inOrder(() -> hear(lifecycle, event)));
    }

    private void hear(EnvironmentLifecycle lifecycle, OperationEvent event) throws IOException, InterruptedException {
        if (hasEnded()) {
            return;
        }
        status = log.tell(event, getStatus());
        if (event instanceof OperationEvent.PhaseEntered entered
                && entered.operation().phase().isEnd()) {
            end(lifecycle, entered.operation());
        }
    }

    private void end(EnvironmentLifecycle lifecycle, Operation done) throws IOException, InterruptedException {
        unfollow();
        if (done.succeeded()) {
            succeed(result(lifecycle, done, log));
        } else if (done.phase() == Operation.Phase.SUPERSEDED) {
            report(lifecycle, done, DeployNews.Verdict.SET_ASIDE);
            fail(new FlowInterruptedException(
                    Result.NOT_BUILT, true, new Superseded(done.environment().value())));
        } else if (done.phase() == Operation.Phase.CANCELED) {
            report(lifecycle, done, DeployNews.Verdict.SET_ASIDE);
            fail(stopping != null ? stopping : new AbortException("It was told to stop by " + done.canceledBy()));
        } else if (EnvironmentLifecycle.lostSecretValues(done) && !askedAgain) {
            askedAgain = true;
            log.line("Jenkins stopped before the secret values had reached the target: reading them again");
            askFor(lifecycle);
        } else {
            report(lifecycle, done, DeployNews.Verdict.FAILED);
            Failure failure = done.failure();
            if (failure == null) {
                fail(new AbortException("Operation " + done.id() + " failed"));
            } else {
                log.failure(failure);
                fail(new AbortException(failure.what() + ": " + failure.why()));
            }
        }
    }

    private void stopPrograms() {
        if (place != null) {
            place.stop();
        }
    }

    private void takePlaceBack() {
        if (place != null) {
            place.takeBack();
        }
    }

    /** Of what was deployed; that an environment goes is no news of a commit. */
    private void report(EnvironmentLifecycle lifecycle, Operation now, DeployNews.Verdict verdict)
            throws IOException, InterruptedException {
        Environment environment = lifecycle.environment(now.environment()).orElse(null);
        if (environment != null && now.kind() != Operation.Kind.DESTROY) {
            tell(new DeployNews.News(verdict, environment, now.release(), now.failure()));
        }
    }

    private void tell(DeployNews.News news) throws IOException, InterruptedException {
        DeployNews.tellAll(getContext().get(Run.class), getContext().get(TaskListener.class), news);
    }

    private void succeed(Object result) {
        if (ends()) {
            takePlaceBack();
            getContext().onSuccess(result);
        }
    }

    private void fail(Throwable cause) {
        unfollow();
        if (ends()) {
            takePlaceBack();
            getContext().onFailure(cause);
        }
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    /** Whether this is the end: there is only one. */
    private synchronized boolean ends() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    private void unfollow() {
        Subscription before = subscription;
        subscription = null;
        if (before != null) {
            before.close();
        }
    }
}
