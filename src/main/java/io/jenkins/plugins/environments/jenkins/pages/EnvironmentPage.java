package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Api;
import hudson.model.User;
import hudson.security.Permission;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.jenkins.credentials.StageCredentials;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentAccess;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest;
import io.jenkins.plugins.environments.lifecycle.RollbackRequest;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.POST;

/**
 * The page of one environment, below {@link EnvironmentsRootAction}. Found only by who may view it; what its buttons do
 * asks again, of the environment as it is then.
 */
@ExportedBean
public final class EnvironmentPage {

    private static final Duration DESTROY_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration DEPLOY_TIMEOUT = Duration.ofMinutes(20);

    private static final int LINES = 200;
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final EnvironmentView environment;
    private final EnvironmentId id;

    EnvironmentPage(EnvironmentView environment, EnvironmentId id) {
        this.environment = environment;
        this.id = id;
    }

    @Exported(inline = true)
    public EnvironmentView getEnvironment() {
        return environment;
    }

    /** {@code api/json}. */
    public Api getApi() {
        return new Api(this);
    }

    /** What a button asks for. */
    @FunctionalInterface
    private interface Action {
        void on(EnvironmentLifecycle lifecycle, Environment now, Origin by);
    }

    private interface Needed {
        Permission of(Environment now);
    }

    private HttpResponse act(Needed needed, Action action) {
        EnvironmentLifecycle lifecycle = Background.get().lifecycle();
        Environment now = lifecycle.environment(id).orElseThrow(HttpResponses::notFound);
        EnvironmentAccess.check(now, EnvironmentPermissions.VIEW);
        EnvironmentAccess.check(now, needed.of(now));
        User user = User.current();
        try {
            // The job stays who owns the environment: what people may follows from it.
            action.on(
                    lifecycle,
                    now,
                    new Origin(
                            user == null ? "anonymous" : user.getId(),
                            now.origin().job(),
                            now.origin().build(),
                            now.origin().url()));
        } catch (EnvironmentException e) {
            return HttpResponses.errorWithoutStack(409, e.getMessage());
        }
        return new HttpRedirect(".");
    }

    /**
     * The last lines that a service wrote and the events of what belongs to it, as a part of a page. Asked for by hand, as it
     * makes Jenkins ask the target; seeing an environment is not enough, since logs may tell of the people who use it.
     */
    @POST
    public HttpResponse doInsight(@QueryParameter String service) {
        EnvironmentLifecycle lifecycle = Background.get().lifecycle();
        Environment now = lifecycle.environment(id).orElseThrow(HttpResponses::notFound);
        EnvironmentAccess.check(now, EnvironmentPermissions.VIEW);
        EnvironmentAccess.check(now, EnvironmentPermissions.DEPLOY);
        if (service == null || !SERVICE.matcher(service).matches()) {
            throw HttpResponses.errorWithoutStack(400, Messages.EnvironmentPage_noService());
        }
        return HttpResponses.forwardToView(
                InsightView.of(service, () -> InsightThreads.get().ask(() -> lifecycle.insight(id, service, LINES))),
                "insight");
    }

    /** Deploys the newest release again: what was changed behind our back becomes what it says. */
    @POST
    public HttpResponse doRedeploy() {
        return act(PageRules::toDeploy, (lifecycle, now, by) -> lifecycle.redeploy(id, DEPLOY_TIMEOUT, by));
    }

    /** Asks for the environment to be taken away, with its data unless it is a standing one. */
    @POST
    public HttpResponse doDestroy() {
        return act(
                PageRules::toDestroy,
                (lifecycle, now, by) -> lifecycle.destroy(new DestroyRequest(id, null, DESTROY_TIMEOUT, by)));
    }

    /** No rule makes it stale. */
    @POST
    public HttpResponse doPin() {
        return act(now -> EnvironmentPermissions.CONFIGURE, (lifecycle, now, by) -> lifecycle.pin(id, by.by()));
    }

    /** Rules may make it stale again. */
    @POST
    public HttpResponse doUnpin() {
        return act(now -> EnvironmentPermissions.CONFIGURE, (lifecycle, now, by) -> lifecycle.unpin(id, by.by()));
    }

    /** Lets it live so much longer, e.g. {@code 1d}. */
    @POST
    public HttpResponse doExtend(@QueryParameter String by) {
        return act(now -> EnvironmentPermissions.CONFIGURE, (lifecycle, now, who) -> {
            Instant begin = Instant.now();
            Instant deadline = now.expiresAt();
            lifecycle.extend(
                    id,
                    (deadline == null || deadline.isBefore(begin) ? begin : deadline)
                            .plus(Durations.parse(by, Position.of("by"))),
                    who.by());
        });
    }

    /** Builds and promotions no longer replace what runs. */
    @POST
    public HttpResponse doHold() {
        return act(
                PageRules::toDeploy,
                (lifecycle, now, by) -> lifecycle.hold(id, Messages.EnvironmentPage_holdReason(), by.by()));
    }

    /** Builds and promotions may replace what runs again. */
    @POST
    public HttpResponse doLift() {
        return act(PageRules::toDeploy, (lifecycle, now, by) -> lifecycle.lift(id, by.by()));
    }

    /** Brings an earlier release back. */
    @POST
    public HttpResponse doRollback(@QueryParameter int to) {
        return act(
                PageRules::toDeploy,
                (lifecycle, now, by) -> lifecycle.rollback(
                        new RollbackRequest(id, to, Messages.EnvironmentPage_rollbackReason(to), DEPLOY_TIMEOUT, by)));
    }

    /** Promotes what runs to the next stage. By hand that always takes what it takes to change production. */
    @POST
    public HttpResponse doPromote() {
        return act(now -> EnvironmentPermissions.PROMOTE, this::promote);
    }

    private void promote(EnvironmentLifecycle lifecycle, Environment now, Origin by) {
        EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();
        Stage from = configuration.stage(now.stage());
        StageSettings next = next(now);
        Stage to = next.stage();
        String job = now.origin().job();
        if (!EnvironmentAccess.isForJob(to, job)) {
            throw HttpResponses.errorWithoutStack(409, Messages.EnvironmentPage_otherJobs(to.name(), to.jobs()));
        }
        lifecycle.promote(new PromoteRequest(
                now.project(),
                from.lifetime() == Lifetime.STANDING ? null : now.change(),
                from,
                to,
                configuration.getStages().stream().map(StageSettings::identity).toList(),
                null,
                to.variables(),
                StageCredentials.ofStage(to),
                true,
                PromoteRequest.Authority.GRANTED,
                DEPLOY_TIMEOUT,
                by));
    }

    private static StageSettings next(Environment now) {
        @CheckForNull StageSettings next = PageRules.next(now.stage());
        if (next == null) {
            throw HttpResponses.errorWithoutStack(409, Messages.EnvironmentPage_noNextStage(now.stage()));
        }
        return next;
    }
}
