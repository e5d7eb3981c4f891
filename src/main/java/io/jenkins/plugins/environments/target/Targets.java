package io.jenkins.plugins.environments.target;

/** The configured targets, connected when first used, renewed when their connection or credentials change. */
public interface Targets {

    /**
     * The target of that id.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when none has it
     */
    Target target(String id);
}
