package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers what is wrong and what should be known, so that a person sees all of it at once. Used by one reading. */
final class Problems {

    /** More would help nobody. */
    private static final int MOST = 1_000;

    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();

    void error(@CheckForNull Position position, String what, String remedy) {
        if (errors.size() < MOST) {
            errors.add(new Problem(position, what, remedy));
        }
    }

    void warn(@CheckForNull Position position, String what, String remedy) {
        if (warnings.size() < MOST) {
            warnings.add(new Problem(position, what, remedy));
        }
    }

    /** @throws InvalidInputException if there is any error */
    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new InvalidInputException(List.copyOf(errors));
        }
    }

    List<Problem> warnings() {
        return warnings.stream().sorted(Problem.BY_PLACE).toList();
    }
}
