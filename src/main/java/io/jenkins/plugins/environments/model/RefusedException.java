package io.jenkins.plugins.environments.model;

/** A rule says no: a protected stage, a held environment, a name that another owner holds. Nothing was done. */
public final class RefusedException extends EnvironmentException {

    private static final long serialVersionUID = 1L;

    /**
     * @param rule what the rule says, as a clause
     * @param remedy what to do, and who could
     */
    public RefusedException(String rule, String remedy) {
        super(rule + "; " + remedy, null);
    }
}
