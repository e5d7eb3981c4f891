package io.jenkins.plugins.environments.model;

import java.util.List;
import java.util.stream.Collectors;

/** What a person gave can't be used. Carries every problem that was found, sorted by place. Nothing was done. */
public final class InvalidInputException extends EnvironmentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems at least one */
    public InvalidInputException(List<Problem> problems) {
        super(
                problems.stream()
                        .sorted(Problem.BY_PLACE)
                        .map(Problem::toString)
                        .collect(Collectors.joining("\n")),
                null);
        this.problems = problems.stream().sorted(Problem.BY_PLACE).toList();
    }

    public InvalidInputException(Problem problem) {
        this(List.of(problem));
    }

    /** All problems, sorted by place; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
