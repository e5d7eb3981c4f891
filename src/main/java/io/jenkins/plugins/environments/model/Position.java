package io.jenkins.plugins.environments.model;

import java.util.Comparator;

/**
 * A place in a file that a person wrote.
 *
 * @param file the path as the person gave it, relative to the project folder where possible; never null
 * @param line the line, counted from 1; 0 when the value has no line (a step's parameter, a command line option)
 * @param column the column, counted from 1; 0 when there is none
 */
public record Position(String file, int line, int column) implements Comparable<Position> {

    private static final Comparator<Position> ORDER = Comparator.comparing(Position::file)
            .thenComparingInt(Position::line)
            .thenComparingInt(Position::column);

    /** A place that is not in a file: a parameter of a step, an option of the command line. */
    public static Position of(String source) {
        return new Position(source, 0, 0);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column}, or the source alone when there is no line. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
