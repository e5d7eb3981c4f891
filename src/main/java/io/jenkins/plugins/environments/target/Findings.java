package io.jenkins.plugins.environments.target;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects everything that is wrong or worth knowing, so that a person hears all of it at once. */
public final class Findings {

    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();

    /** The stack can't run here. */
    public void error(@CheckForNull Position position, String what, String remedy) {
        errors.add(new Problem(position, what, remedy));
    }

    /** It runs, but not all of it means here what it says. */
    public void warn(@CheckForNull Position position, String what, String remedy) {
        warnings.add(new Problem(position, what, remedy));
    }

    /** @throws InvalidInputException with every error, if there is one */
    public void refuseErrors() {
        if (!errors.isEmpty()) {
            throw new InvalidInputException(List.copyOf(errors));
        }
    }

    /** Sorted by place. */
    public List<Problem> warnings() {
        return warnings.stream().sorted(Problem.BY_PLACE).toList();
    }
}
