package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Kind;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.Desired;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules that a deploy must keep before it is accepted. Each throws {@link RefusedException} with what it says and
 * what to do.
 */
record Admission(Stage stage, Desired desired, Origin origin) {

    /**
     * @param own the environment's lane; null when there is none yet
     * @param all every lane, the own among them
     */
    void check(@CheckForNull Lane own, Collection<Lane> all) {
        if (own != null) {
            identity(own);
            place(own.environment());
            hold(own.environment());
            newerBuild(own);
        }
        if (own == null || own.environment().state() == EnvironmentState.GONE) {
            quota(all);
        }
        hosts(stage.target(), desired, own, all);
    }

    /** Two changes whose names become the same identity are still two. */
    private void identity(Lane own) {
        Environment there = own.environment();
        boolean taken = there.state() != EnvironmentState.GONE
                || !own.record().keptVolumes().isEmpty();
        if (taken && !sameThing(there)) {
            throw new RefusedException(
                    "the environment id " + desired.id() + " is that of "
                            + words(there.project(), there.stage(), there.change()),
                    "give the project or the branch of "
                            + words(desired.change().project(), desired.stage(), desired.change()) + " another name");
        }
    }

    private boolean sameThing(Environment there) {
        return there.project().equals(desired.change().project())
                && there.stage().equals(desired.stage())
                && there.lifetime() == desired.lifetime()
                && (desired.lifetime() == Lifetime.STANDING
                        || there.change().key().equals(desired.change().key()));
    }

    private static String words(String project, String stage, Change change) {
        return "project " + project + ", stage " + stage + ", change " + change.key();
    }

    private void place(Environment there) {
        if (there.state() != EnvironmentState.GONE && !there.target().equals(stage.target())) {
            throw new RefusedException(
                    "environment " + there.id() + " runs on target " + there.target() + ", and the stage "
                            + stage.name() + " now says " + stage.target(),
                    "destroy it first, then deploy it to the new target");
        }
    }

    private void hold(Environment there) {
        Environment.Hold hold = there.hold();
        if (hold != null && !PromotionRules.waits(stage)) {
            throw new RefusedException(
                    "environment " + there.id() + " is held by " + hold.by() + " since " + hold.since() + ": "
                            + hold.reason(),
                    "ask for the hold to be lifted");
        }
    }

    /** An older build that ends late never replaces what a newer one deployed. */
    private void newerBuild(Lane own) {
        Stream<Origin> deployed = own.environment().state() == EnvironmentState.GONE
                ? Stream.empty()
                : Stream.of(own.environment().origin());
        Stream<Origin> waiting = own.open().stream()
                .map(OperationRecord::operation)
                .filter(operation -> operation.kind() == Kind.DEPLOY || operation.kind() == Kind.PROMOTE)
                .map(Operation::origin);
        Stream.concat(deployed, waiting)
                .filter(other -> origin.job() != null && Objects.equals(origin.job(), other.job()))
                .filter(other -> other.build() > origin.build())
                .findFirst()
                .ifPresent(newer -> {
                    throw new RefusedException(
                            "build #" + newer.build() + " of " + newer.job() + " is newer than #" + origin.build()
                                    + " and has deployed, or deploys, " + desired.id() + " already",
                            "run the build again to deploy its state after all, or destroy the environment first");
                });
    }

    /** What was goes back to where it was: only its host names may be another's by now. */
    static void checkReturn(Lane own, Desired desired, Collection<Lane> all) {
        hosts(own.environment().target(), desired, own, all);
    }

    private void quota(Collection<Lane> all) {
        Stage.Quota quota = stage.quota();
        Integer most = quota == null ? null : quota.environments();
        if (most == null) {
            return;
        }
        List<String> there = alive(all)
                .filter(environment -> environment.stage().equals(stage.name()))
                .map(environment -> environment.id().value())
                .toList();
        if (there.size() >= most) {
            throw new RefusedException(
                    "stage " + stage.name() + " may have " + most + " environments and has " + String.join(", ", there),
                    "destroy one of them, or ask an administrator for a higher quota");
        }
    }

    private static Stream<Environment> alive(Collection<Lane> all) {
        return all.stream().map(Lane::environment).filter(each -> each.state() != EnvironmentState.GONE);
    }

    /** A host name leads to one environment. */
    private static void hosts(String target, Desired desired, @CheckForNull Lane own, Collection<Lane> all) {
        Set<String> wanted = desired.links().stream().map(Link::host).collect(Collectors.toSet());
        for (Lane lane : all) {
            Environment other = lane.environment();
            if (lane != own
                    && other.state() != EnvironmentState.GONE
                    && other.target().equals(target)) {
                Set<String> both = new HashSet<>(hosts(lane));
                both.retainAll(wanted);
                if (!both.isEmpty()) {
                    throw new RefusedException(
                            "environment " + other.id() + " answers at "
                                    + both.stream().sorted().collect(Collectors.joining(", ")) + " already",
                            "put {change} or {stage} into the link pattern of stage " + desired.stage()
                                    + ", or destroy the other environment");
                }
            }
        }
    }

    /** What it answers at now, and what it will answer at when the operations that have not ended have. */
    private static Set<String> hosts(Lane lane) {
        Stream<Link> coming = lane.open().stream()
                .map(OperationRecord::work)
                .filter(Work.Deploy.class::isInstance)
                .flatMap(work -> ((Work.Deploy) work).desired().links().stream());
        return Stream.concat(lane.environment().links().stream(), coming)
                .map(Link::host)
                .collect(Collectors.toSet());
    }

    /** Images for services that the stack has not are a slip of the pen; what manifests call theirs, the target knows. */
    static Map<String, String> images(DeployRequest request) {
        if (request.reading().stack().manifests().isEmpty()) {
            request.images().keySet().forEach(request.reading().stack()::service);
        }
        return request.images();
    }
}
