package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.ReconcileReport;
import io.jenkins.plugins.environments.lifecycle.Sweep;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An environment that does not go as it should: stuck, with what holds it, or stale, with why, and still there. */
@ExportedBean(defaultVisibility = 2)
public final class Attention {

    /** In a list for people. */
    private static final int MOST_SHOWN = 30;

    private final EnvironmentView environment;
    private final boolean stuck;
    private final String why;

    Attention(EnvironmentView environment, boolean stuck, String why) {
        this.environment = environment;
        this.stuck = stuck;
        this.why = why;
    }

    /** Those that the reader may see, as of the last look of upkeep; from memory. */
    static List<Attention> of(EnvironmentLifecycle lifecycle) {
        Stream<Attention> stuck = lifecycle.environments().stream()
                .filter(each -> each.state() == EnvironmentState.STUCK)
                .flatMap(each -> of(each, lifecycle, true, held(each.failure())).stream());
        Stream<Attention> stale = lifecycle.upkeep().report().map(ReconcileReport::sweeps).orElse(List.of()).stream()
                .flatMap(sweep -> sweep.outcomes().stream()
                        .filter(outcome -> outcome.decision().verdict().goes())
                        .flatMap(outcome -> stale(outcome, sweep.brake(), lifecycle).stream()));
        return Stream.concat(stuck, stale).toList();
    }

    private static Optional<Attention> stale(
            Sweep.Outcome outcome, @CheckForNull String brake, EnvironmentLifecycle lifecycle) {
        String note = outcome.note();
        String more = brake != null ? brake : note;
        return lifecycle
                .environment(outcome.decision().environment().id())
                .filter(now -> now.state() == EnvironmentState.READY || now.state() == EnvironmentState.FAILED)
                .flatMap(now ->
                        of(now, lifecycle, false, outcome.decision().sentence() + (more == null ? "" : "; " + more)));
    }

    private static Optional<Attention> of(
            Environment environment, EnvironmentLifecycle lifecycle, boolean stuck, String why) {
        return EnvironmentView.of(environment, lifecycle).map(view -> new Attention(view, stuck, why));
    }

    /** Those of one kind. */
    static Some some(List<Attention> all, boolean stuck) {
        List<Attention> some =
                all.stream().filter(each -> each.isStuck() == stuck).toList();
        return new Some(stuck, some.stream().limit(MOST_SHOWN).toList(), Math.max(0, some.size() - MOST_SHOWN));
    }

    private static String held(@CheckForNull Failure failure) {
        return failure == null ? "" : failure.toString();
    }

    @Exported
    public String getId() {
        return environment.getId();
    }

    /** Its removal does not get on; else it is stale. */
    @Exported
    public boolean isStuck() {
        return stuck && environment.isAlive();
    }

    /** What holds it, or by which rule it is stale. */
    @Exported
    public String getWhy() {
        // Asks whether the reader may know.
        environment.getId();
        return why;
    }

    /** The first of a list. */
    public static final class Some {
        private final boolean stuck;
        private final List<Attention> first;
        private final int more;

        Some(boolean stuck, List<Attention> first, int more) {
            this.stuck = stuck;
            this.first = List.copyOf(first);
            this.more = more;
        }

        public boolean isStuck() {
            return stuck;
        }

        public List<Attention> getFirst() {
            return first;
        }

        /** How many are not shown. */
        public int getMore() {
            return more;
        }
    }
}
