package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus;
import io.jenkins.plugins.environments.lifecycle.retention.Decision;
import io.jenkins.plugins.environments.lifecycle.retention.Facts;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.lifecycle.retention.RetentionTable;
import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Kind;
import io.jenkins.plugins.environments.model.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One look at environments with the eyes of the rules: gathers the facts, all as of one instant. */
final class Inspection {

    /** Those that were deployed last come first. */
    private static final Comparator<Environment> NEWEST_FIRST =
            Comparator.comparing(Inspection::age).reversed().thenComparing(Environment::id);

    private final RetentionTable table;
    private final StaleQuery query;
    private final Instant now;
    private final List<Problem> problems = new ArrayList<>();

    /** What was seen of an environment, to see later whether it is still so. */
    record Seen(Lane lane, Environment environment, String newestOperation, Decision decision) {

        boolean still() {
            return lane.environment().equals(environment) && newest(lane).equals(newestOperation);
        }
    }

    Inspection(RetentionTable table, StaleQuery query, Instant now) {
        this.table = table;
        this.query = query;
        this.now = now;
    }

    /** Whose state could not be told, and why. */
    List<Problem> problems() {
        return problems;
    }

    /** @param lanes all there are: some rules compare */
    List<Seen> look(Collection<Lane> lanes) {
        Map<Environment, Integer> ranks = ranks(lanes);
        Map<EnvironmentId, Lineage.Moved> moved = Lineage.moved(lanes);
        List<Seen> all = new ArrayList<>();
        for (Lane lane : lanes) {
            // Read once: it may be another at the next look.
            String newest = newest(lane);
            Environment environment = lane.environment();
            if (environment.state() != EnvironmentState.GONE && query.covers(environment)) {
                Facts facts = facts(lane, environment, ranks.getOrDefault(environment, 0), moved.get(environment.id()));
                all.add(new Seen(lane, environment, newest, table.decide(facts)));
            }
        }
        return all;
    }

    private static Map<Environment, Integer> ranks(Collection<Lane> lanes) {
        Map<Environment, Integer> ranks = new HashMap<>();
        Map<List<String>, Integer> seen = new HashMap<>();
        lanes.stream()
                .map(Lane::environment)
                .filter(environment -> environment.state() != EnvironmentState.GONE)
                .sorted(NEWEST_FIRST)
                .forEach(environment -> ranks.put(
                        environment,
                        seen.merge(List.of(environment.project(), environment.stage()), 1, Integer::sum) - 1));
        return ranks;
    }

    private Facts facts(Lane lane, Environment environment, int newer, @CheckForNull Lineage.Moved moved) {
        List<OperationRecord> open = lane.open();
        Environment asDeployed = asDeployed(environment, open);
        Kind atWork = open.stream()
                .map(each -> each.operation().kind())
                .filter(kind -> kind == Kind.DESTROY)
                .findFirst()
                .orElse(open.isEmpty() ? null : open.get(0).operation().kind());
        // What was deployed after that was not promoted.
        String promotedTo = moved != null && moved.release() >= environment.release()
                ? moved.to().value()
                : null;
        return new Facts(
                asDeployed,
                query.stageOf(environment),
                status(asDeployed),
                promotedTo,
                atWork,
                newer,
                touched(lane),
                now);
    }

    /** As the newest deploy that has not ended will leave it: whose change it is, and who asked for it. */
    private static Environment asDeployed(Environment environment, List<OperationRecord> open) {
        Environment last = environment;
        for (OperationRecord each : open) {
            if (each.work() instanceof Work.Deploy deploy) {
                last = Changes.of(environment)
                        .change(deploy.desired().change())
                        .origin(each.operation().origin())
                        .done();
            }
        }
        return last;
    }

    private ChangeStatus status(Environment environment) {
        KnownChanges changes = query.changes();
        try {
            return changes.of(environment);
        } catch (RuntimeException e) {
            // Unknown is kept: what can't be asked makes nothing stale.
            problems.add(new Problem(
                    null,
                    "nothing could be learned of the change of " + environment.id() + ": "
                            + e.getClass().getSimpleName(),
                    "nothing; it is asked again at the next look"));
            return ChangeStatus.UNKNOWN;
        }
    }

    /** When somebody last asked for something, or it last became ready. */
    static Instant touched(Lane lane) {
        Environment environment = lane.environment();
        Stream<Instant> operations = lane.operations().values().stream()
                .map(OperationRecord::operation)
                .map(Operation::phaseSince);
        return Stream.concat(operations, Stream.of(environment.createdAt(), age(environment)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** When it was deployed last, or made. */
    static Instant age(Environment environment) {
        Instant deployed = environment.deployedAt();
        return deployed == null ? environment.createdAt() : deployed;
    }

    private static String newest(Lane lane) {
        var newest = lane.operations().lastEntry();
        return newest == null ? "" : newest.getKey();
    }
}
