package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gathers what is wrong and what should be known, so that a person sees all of it at once. Used by one reading.
 *
 * <p>Where a value came about in two places, an error names both: the variables that went into the value with where
 * they are set, and for a file that another one names, the line that names it.
 */
final class Problems {

    /** More would help nobody. */
    private static final int MOST = 1_000;

    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private boolean incomplete;
    private long grown;
    private final Map<Position, Set<String>> origins = new HashMap<>();
    private final Map<String, Position> namedBy = new HashMap<>();

    void error(@CheckForNull Position position, String what, String remedy) {
        if (errors.size() < MOST) {
            errors.add(new Problem(position, what, remedy));
        }
    }

    /** An error because of which a part of the input is not known: what is missing then may well be there. */
    void unread(@CheckForNull Position position, String what, String remedy) {
        incomplete = true;
        error(position, what, remedy);
    }

    void warn(@CheckForNull Position position, String what, String remedy) {
        if (warnings.size() < MOST) {
            warnings.add(new Problem(position, what, remedy));
        }
    }

    /** Notes that variables went into the value at a place. */
    void origin(Position position, Collection<Variable> variables) {
        for (Variable variable : variables) {
            // A default has the place of the value itself.
            if (!variable.position().equals(position)) {
                origins.computeIfAbsent(position, at -> new LinkedHashSet<>()).add(origin(variable));
            }
        }
    }

    private static String origin(Variable variable) {
        Position at = variable.position();
        return at.line() == 0 ? at.toString() : variable.name() + " at " + at;
    }

    /** Notes that a file is read since another one names it there. */
    void named(String file, Position by) {
        if (!by.file().equals(file)) {
            namedBy.putIfAbsent(file, by);
        }
    }

    /** Adds to the characters of all texts of this reading with variables put in. @return how many they are now */
    long grown(int more) {
        grown += more;
        return grown;
    }

    /** How many errors and warnings there are so far. */
    int count() {
        return errors.size() + warnings.size();
    }

    /** Whether no more errors are kept. */
    boolean full() {
        return errors.size() >= MOST;
    }

    /** Whether a part of the input could not be read. */
    boolean incomplete() {
        return incomplete;
    }

    /** @throws InvalidInputException if a part of the input could not be read */
    void throwIfIncomplete() {
        if (incomplete) {
            throwIfAny();
        }
    }

    /** @throws InvalidInputException if there is any error */
    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new InvalidInputException(errors.stream().map(this::whole).toList());
        }
    }

    List<Problem> warnings() {
        return warnings.stream().map(this::whole).sorted(Problem.BY_PLACE).toList();
    }

    /** The problem with its other places. */
    private Problem whole(Problem problem) {
        Position at = problem.position();
        if (at == null) {
            return problem;
        }
        Set<String> from = origins.getOrDefault(at, Set.of());
        String value = from.isEmpty() ? null : "the value is from " + String.join(" and ", from);
        Position by = namedBy.get(at.file());
        String file = by == null ? null : "the file is named at " + by;
        String places = Stream.of(value, file).filter(Objects::nonNull).collect(Collectors.joining("; "));
        return places.isEmpty() ? problem : new Problem(at, problem.what() + " (" + places + ")", problem.remedy());
    }
}
