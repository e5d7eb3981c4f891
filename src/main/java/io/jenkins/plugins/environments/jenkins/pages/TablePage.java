package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * As much of a table as is drawn at once: of the rows that somebody looks for, the first, or those that come after. A
 * table that is drawn whole is filtered by the page itself, as somebody types; of a longer one the filter asks for its
 * part again. Both go by the same rules.
 */
public final class TablePage {

    /** Drawn in a few milliseconds, and more than anybody reads. */
    static final int ROWS = 50;

    private final EnvironmentTable table;
    private final Wanted wanted;
    private final List<EnvironmentTable.Row> matching;
    private final int number;

    private TablePage(EnvironmentTable table, Wanted wanted, List<EnvironmentTable.Row> matching, int number) {
        this.table = table;
        this.wanted = wanted;
        this.matching = matching;
        this.number = number;
    }

    /** What somebody looks for; empty: anything. */
    private record Wanted(String words, String stage, String state, String owner) {

        /** Whether the row has every word, and a place where all choices are so. */
        boolean fits(EnvironmentTable.Row row) {
            return row.getEnvironments().stream().anyMatch(this::fits) && told(row);
        }

        private boolean told(EnvironmentTable.Row row) {
            if (words.isBlank()) {
                return true;
            }
            String text = row.getWords().toLowerCase(Locale.ROOT);
            return Arrays.stream(words.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                    .allMatch(text::contains);
        }

        private boolean fits(EnvironmentView view) {
            return (stage.isEmpty() || stage.equals(view.getStage()))
                    && (state.isEmpty() || state.equals(view.getState()))
                    && (owner.isEmpty() || owner.equals(view.getOwner()));
        }

        /** As an address has it. */
        String query(int page) {
            StringBuilder query = new StringBuilder("?page=").append(page);
            append(query, "q", words);
            append(query, "stage", stage);
            append(query, "state", state);
            append(query, "owner", owner);
            return query.toString();
        }

        private static void append(StringBuilder query, String name, String value) {
            if (!value.isEmpty()) {
                query.append('&')
                        .append(name)
                        .append('=')
                        .append(Util.rawEncode(value).replace("+", "%2B"));
            }
        }
    }

    /**
     * A part, as the parameters of an address say.
     *
     * @param page from 1; anything else is the first, and one beyond the end the last
     */
    static TablePage of(
            EnvironmentTable table,
            @CheckForNull String words,
            @CheckForNull String stage,
            @CheckForNull String state,
            @CheckForNull String owner,
            @CheckForNull String page) {
        Wanted wanted = new Wanted(
                Util.fixNull(words),
                among(stage, table.getStages().stream()),
                among(state, table.getStates().keySet().stream()),
                among(owner, table.getOwners().stream()));
        List<EnvironmentTable.Row> matching = table.getRows().size() <= ROWS
                ? table.getRows()
                : table.getRows().stream().filter(wanted::fits).toList();
        return new TablePage(table, wanted, matching, number(page, pages(matching)));
    }

    /** A choice that is not there is none. */
    private static String among(@CheckForNull String choice, Stream<String> choices) {
        return choice != null && choices.anyMatch(choice::equals) ? choice : "";
    }

    private static int pages(List<EnvironmentTable.Row> rows) {
        return Math.max(1, (rows.size() + ROWS - 1) / ROWS);
    }

    private static int number(@CheckForNull String page, int pages) {
        try {
            return page == null ? 1 : Math.min(pages, Math.max(1, Integer.parseInt(page)));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    public EnvironmentTable getTable() {
        return table;
    }

    /** Whether the page has all rows, whatever is looked for. */
    public boolean isWhole() {
        return table.getRows().size() <= ROWS;
    }

    public List<EnvironmentTable.Row> getRows() {
        return matching.subList(getFirst() - 1, getLast());
    }

    /** From 1; 1 also when nothing matches. */
    public int getFirst() {
        return (number - 1) * ROWS + 1;
    }

    public int getLast() {
        return Math.min(matching.size(), number * ROWS);
    }

    /** How many there are to turn to. */
    public int getMatching() {
        return matching.size();
    }

    /** The query of the address of the part before; null: this is the first. */
    @CheckForNull
    public String getPrevious() {
        return number > 1 ? wanted.query(number - 1) : null;
    }

    /** The query of the address of the part after this; null: this is the last. */
    @CheckForNull
    public String getNext() {
        return number < pages(matching) ? wanted.query(number + 1) : null;
    }

    /** Whether something that is drawn changes just now, so that the page looks again soon. */
    public boolean isMoving() {
        return getRows().stream().flatMap(row -> row.getEnvironments().stream()).anyMatch(EnvironmentView::isMoving);
    }
}
