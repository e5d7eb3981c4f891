package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * Environments as a table: a row for each change, a column for each stage in the order of the configuration. Holds only
 * what the reader may see, and is made from the lifecycle's memory when a page is drawn.
 */
@ExportedBean(defaultVisibility = 2)
public final class EnvironmentTable {

    private final List<String> stages;
    private final List<Row> rows;

    private EnvironmentTable(List<String> stages, List<Row> rows) {
        this.stages = stages;
        this.rows = rows;
    }

    /**
     * The table of some environments.
     *
     * @param shown which of those that are not gone
     * @param own which of these stand first
     */
    static EnvironmentTable of(Predicate<Environment> shown, Predicate<Environment> own) {
        Optional<EnvironmentLifecycle> lifecycle = Background.get().ifOpen();
        Map<String, Row> rows = new LinkedHashMap<>();
        Set<String> used = new LinkedHashSet<>();
        for (Environment each :
                lifecycle.map(EnvironmentLifecycle::environments).orElse(List.of())) {
            if (shown.test(each)) {
                EnvironmentView.of(each, lifecycle.orElseThrow()).ifPresent(view -> {
                    rows.computeIfAbsent(each.project() + " " + each.change().key(), key -> new Row())
                            .add(each, view, own.test(each));
                    used.add(view.getStage());
                });
            }
        }
        List<String> stages = Stream.concat(
                        EnvironmentsConfiguration.get().getStages().stream()
                                .map(StageSettings::getName)
                                .filter(used::contains),
                        used.stream())
                .distinct()
                .toList();
        rows.values().forEach(row -> row.arrange(stages));
        return new EnvironmentTable(
                stages,
                rows.values().stream()
                        .sorted(Comparator.comparing(Row::isOther)
                                .thenComparing(Row::getProject)
                                .thenComparing(Row::newest, Comparator.reverseOrder()))
                        .toList());
    }

    /** Those that have an environment here, towards production. */
    @Exported
    public List<String> getStages() {
        return stages;
    }

    @Exported(inline = true)
    public List<Row> getRows() {
        return rows;
    }

    /** The states that environments here are in: the names of the enumeration, each with what people read. */
    public Map<String, String> getStates() {
        Map<String, String> states = new TreeMap<>();
        views().forEach(view -> states.computeIfAbsent(view.getState(), state -> view.getStateText()));
        return states;
    }

    /** Who asked for them. */
    public Set<String> getOwners() {
        return views().map(EnvironmentView::getOwner).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<EnvironmentView> views() {
        return rows.stream().flatMap(row -> row.getEnvironments().stream());
    }

    /** Whether those of the page have to be told from others. */
    public boolean isMixed() {
        return rows.stream().anyMatch(Row::isOther) && rows.stream().anyMatch(Row::isOwn);
    }

    /** Whether projects have to be told apart. */
    public boolean isOfSeveralProjects() {
        return rows.stream().map(Row::getProject).distinct().count() > 1;
    }

    /** What of it is drawn at once; the parameters are those of an address, each may be null. */
    public TablePage page(String words, String stage, String state, String owner, String page) {
        return TablePage.of(this, words, stage, state, owner, page);
    }

    /** A change and where it runs. */
    @ExportedBean(defaultVisibility = 3)
    public static final class Row {
        private final List<EnvironmentView> environments = new ArrayList<>();
        private List<Cell> cells = List.of();
        private Instant newest = Instant.MIN;
        private boolean own;

        private void add(Environment environment, EnvironmentView view, boolean isOwn) {
            environments.add(view);
            own |= isOwn;
            Instant deployed = environment.deployedAt();
            Instant at = deployed == null ? environment.createdAt() : deployed;
            newest = at.isAfter(newest) ? at : newest;
        }

        private void arrange(List<String> stages) {
            cells = stages.stream()
                    .map(stage -> new Cell(
                            stage,
                            environments.stream()
                                    .filter(view -> view.getStage().equals(stage))
                                    .findFirst()
                                    .orElse(null)))
                    .toList();
        }

        private Instant newest() {
            return newest;
        }

        private EnvironmentView first() {
            return environments.get(0);
        }

        @Exported
        public String getProject() {
            return first().getProject();
        }

        @Exported
        public String getChange() {
            return first().getChange();
        }

        @CheckForNull
        public String getTitle() {
            return first().getTitle();
        }

        @CheckForNull
        public String getChangeUrl() {
            return first().getChangeUrl();
        }

        /** Whether it is that of the page. */
        @Exported
        public boolean isOwn() {
            return own;
        }

        boolean isOther() {
            return !own;
        }

        @Exported(inline = true)
        public List<EnvironmentView> getEnvironments() {
            return List.copyOf(environments);
        }

        /** One for each stage of the table. */
        public List<Cell> getCells() {
            return cells;
        }

        /** What a person may type to find it: everything that the row shows. */
        public String getWords() {
            StringBuilder words = new StringBuilder(getProject() + " " + getChange() + " ");
            for (EnvironmentView view : environments) {
                words.append(String.join(
                        " ",
                        view.getId(),
                        view.getStage(),
                        view.getStateText(),
                        view.getOwner(),
                        Objects.requireNonNullElse(view.getBuild(), ""),
                        Objects.requireNonNullElse(view.getTitle(), ""),
                        ""));
            }
            return words.toString();
        }
    }

    /** Where a row and a stage meet. */
    public static final class Cell {
        private final String stage;
        private final EnvironmentView environment;

        private Cell(String stage, @CheckForNull EnvironmentView environment) {
            this.stage = stage;
            this.environment = environment;
        }

        public String getStage() {
            return stage;
        }

        /** Null: the change does not run there. */
        @CheckForNull
        public EnvironmentView getEnvironment() {
            return environment;
        }
    }
}
