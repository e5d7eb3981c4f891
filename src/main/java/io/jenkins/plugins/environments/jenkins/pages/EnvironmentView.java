package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentAccess;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.Soundness;
import io.jenkins.plugins.environments.lifecycle.retention.Decision;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.springframework.security.core.Authentication;

/**
 * An environment as pages and {@code api/json} show it, made from the lifecycle's memory when it is asked for. Made only
 * for who may view it, and every getter asks again when the reader is another one, so that a reference that was passed on
 * gives nothing away.
 */
@ExportedBean(defaultVisibility = 2)
public final class EnvironmentView {

    private final Environment environment;
    private final EnvironmentLifecycle lifecycle;

    /** Who may view it, as was found last: a page asks for many things of many environments, always for the same reader. */
    @CheckForNull
    private volatile Authentication reader;

    @CheckForNull
    private volatile String stageName;

    private EnvironmentView(Environment environment, EnvironmentLifecycle lifecycle, Authentication reader) {
        this.environment = environment;
        this.lifecycle = lifecycle;
        this.reader = reader;
    }

    /** The view; empty for who may not see it. */
    static Optional<EnvironmentView> of(Environment environment, EnvironmentLifecycle lifecycle) {
        return EnvironmentAccess.has(environment, EnvironmentPermissions.VIEW)
                ? Optional.of(new EnvironmentView(environment, lifecycle, Jenkins.getAuthentication2()))
                : Optional.empty();
    }

    private Environment viewed() {
        Authentication now = Jenkins.getAuthentication2();
        if (now != reader) {
            EnvironmentAccess.check(environment, EnvironmentPermissions.VIEW);
            reader = now;
        }
        return environment;
    }

    @Exported
    public String getId() {
        return viewed().id().value();
    }

    @Exported
    public String getProject() {
        return viewed().project();
    }

    @Exported
    public String getStage() {
        String stage = viewed().stage();
        String known = stageName;
        if (known == null) {
            known = EnvironmentsConfiguration.get().stageName(stage);
            stageName = known;
        }
        return known;
    }

    @Exported
    public String getTarget() {
        return viewed().target();
    }

    /** As the enumeration has it, e.g. {@code READY}. */
    @Exported
    public String getState() {
        return viewed().state().name();
    }

    /** What people read. */
    public String getStateText() {
        return switch (viewed().state()) {
            case DEPLOYING -> Messages.State_deploying();
            case READY -> Messages.State_ready();
            case FAILED -> Messages.State_failed();
            case DESTROYING -> Messages.State_destroying();
            case STUCK -> Messages.State_stuck();
            case GONE -> Messages.State_gone();
        };
    }

    /** The design library's icon for the state. */
    public String getStateIcon() {
        return switch (viewed().state()) {
            case DEPLOYING -> "symbol-status-blue-anime";
            case READY -> getTrouble() == null ? "symbol-status-blue" : "symbol-status-yellow";
            case FAILED, STUCK -> "symbol-status-red";
            case DESTROYING -> "symbol-status-aborted-anime";
            case GONE -> "symbol-status-disabled";
        };
    }

    /** What is wrong on its target though it is ready by its record, and what to do; null: nothing. From memory. */
    @CheckForNull
    @Exported(visibility = 1)
    public String getTrouble() {
        return lifecycle
                .soundness(viewed().id())
                .map(Soundness::problem)
                .map(String::valueOf)
                .orElse(null);
    }

    /** How far the operation at work is; null when none is. */
    @CheckForNull
    @Exported
    public String getProgress() {
        String operation = viewed().operation();
        return Optional.ofNullable(operation)
                .flatMap(lifecycle::operation)
                .filter(now -> now.waves() > 0 && now.wave() > 0)
                .map(now -> Messages.Progress_wave(now.wave(), now.waves()))
                .orElse(null);
    }

    public boolean isAlive() {
        return viewed().state() != EnvironmentState.GONE;
    }

    /** What people call the change: its title, {@code #42}, or the branch. */
    @Exported
    public String getChange() {
        Change change = viewed().change();
        return change.number() != null ? "#" + change.number() : String.valueOf(change.branch());
    }

    @CheckForNull
    @Exported
    public String getTitle() {
        String title = viewed().change().title();
        return title == null || title.equals(getChange()) ? null : title;
    }

    /** Where the change can be looked at; null when unknown, or no address of the web. */
    @CheckForNull
    @Exported
    public String getChangeUrl() {
        return WebLink.safe(viewed().change().link());
    }

    @CheckForNull
    @Exported
    public String getCommit() {
        return viewed().change().commit();
    }

    @CheckForNull
    public String getShortCommit() {
        String commit = getCommit();
        return commit == null ? null : commit.substring(0, Math.min(8, commit.length()));
    }

    /** The number of the release that runs; 0 before the first. */
    @Exported
    public int getRelease() {
        return viewed().release();
    }

    @Exported(inline = true)
    public List<WebLink> getLinks() {
        return viewed().links().stream()
                .map(WebLink::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** When the last deploy became ready; null before the first. */
    @CheckForNull
    @Exported
    public Date getDeployedAt() {
        return date(viewed().deployedAt());
    }

    /** How long ago that was, in the reader's language. */
    @CheckForNull
    public String getAge() {
        Instant deployed = viewed().deployedAt();
        return deployed == null
                ? null
                : Util.getTimeSpanString(
                        Math.max(0, Duration.between(deployed, Instant.now()).toMillis()));
    }

    /** When it becomes stale; null: never by time. */
    @CheckForNull
    @Exported
    public Date getExpiresAt() {
        return date(viewed().expiresAt());
    }

    /** How long that is from now, in the reader's language; null: never. */
    @CheckForNull
    public String getTimeLeft() {
        Instant expires = viewed().expiresAt();
        if (expires == null) {
            return null;
        }
        Duration left = Duration.between(Instant.now(), expires);
        return left.isNegative() ? Messages.Expiry_past() : Util.getTimeSpanString(left.toMillis());
    }

    @Exported
    public boolean isPinned() {
        return viewed().pinned();
    }

    /** Why the last operation failed, or what holds its removal; null: it did not fail. */
    @CheckForNull
    @Exported
    public String getFailure() {
        Failure failure = viewed().failure();
        return failure == null ? null : failure.toString();
    }

    /** The build that deployed last, e.g. {@code shop/main #12}; null without one. */
    @CheckForNull
    @Exported
    public String getBuild() {
        String job = viewed().origin().job();
        return job == null ? null : job + " #" + viewed().origin().build();
    }

    /** Who asked for the last deploy: a person, or what started the build. */
    @Exported
    public String getOwner() {
        return viewed().origin().by();
    }

    /** Relative to Jenkins' root; null without one. */
    @CheckForNull
    @Exported
    public String getBuildUrl() {
        return viewed().origin().url();
    }

    /** What its services are doing, by name; of one that is gone none. From memory. */
    @Exported(visibility = 1, inline = true)
    public List<ServiceView> getServices() {
        return isAlive() ? ServiceView.of(lifecycle, environment.id(), environment.release()) : List.of();
    }

    /** Operations, newest first. */
    public List<OperationView> getOperations() {
        return lifecycle.operations(viewed().id()).stream()
                .map(OperationView::new)
                .toList();
    }

    /** Releases, newest first. */
    public List<ReleaseView> getReleases() {
        List<Release> all = lifecycle.releases(viewed().id());
        return IntStream.range(0, all.size())
                .mapToObj(at ->
                        new ReleaseView(all.get(at), at + 1 < all.size() ? all.get(at + 1) : null, viewed().release()))
                .toList();
    }

    /** Whether an operation changes it just now, or its removal is retried. */
    public boolean isMoving() {
        return switch (viewed().state()) {
            case DEPLOYING, DESTROYING, STUCK -> true;
            case READY, FAILED, GONE -> viewed().operation() != null;
        };
    }

    /** Why nothing replaces what runs, and who said so; null: it is not held. */
    @CheckForNull
    @Exported
    public String getHold() {
        Environment.Hold hold = viewed().hold();
        return hold == null ? null : Messages.Environment_Hold(hold.by(), hold.reason());
    }

    /** What the rules say of it now, e.g. {@code pull request #42 was merged}; null when they can't be asked. */
    @CheckForNull
    public String getDecision() {
        return decision().map(Decision::sentence).orElse(null);
    }

    /** Whether the rules let it go. */
    public boolean isStale() {
        return decision().map(decision -> decision.verdict().goes()).orElse(false);
    }

    private Optional<Decision> decision() {
        return Decisions.of(lifecycle, viewed());
    }

    /** Whether the reader may take it away. */
    public boolean isDestroyable() {
        return isAlive() && EnvironmentAccess.has(viewed(), PageRules.toDestroy(environment));
    }

    /** Whether the reader may run another release in it, and hold it. */
    public boolean isDeployable() {
        return isAlive() && EnvironmentAccess.has(viewed(), PageRules.toDeploy(environment));
    }

    /** Whether the reader may deploy the newest release again now. */
    public boolean isRedeployable() {
        return viewed().release() > 0 && !isMoving() && isDeployable();
    }

    /** Whether the reader may read what its services wrote. */
    public boolean isReadable() {
        return isAlive() && EnvironmentAccess.has(viewed(), EnvironmentPermissions.DEPLOY);
    }

    /** Whether there is anything that the reader may do with it. */
    public boolean isChangeable() {
        return isDeployable() || isConfigurable() || isDestroyable();
    }

    /** Whether the reader may say how long it lives. */
    public boolean isConfigurable() {
        return isAlive() && EnvironmentAccess.has(viewed(), EnvironmentPermissions.CONFIGURE);
    }

    /** The stage that the reader may promote it to; null: none. */
    @CheckForNull
    public String getNextStage() {
        StageSettings next = PageRules.next(viewed().stage());
        boolean promotable = viewed().state() == EnvironmentState.READY && viewed().release() > 0;
        return next != null && promotable && EnvironmentAccess.has(viewed(), EnvironmentPermissions.PROMOTE)
                ? next.getName()
                : null;
    }

    @CheckForNull
    private static Date date(@CheckForNull Instant instant) {
        return instant == null ? null : Date.from(instant);
    }
}
