package io.jenkins.plugins.environments.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The parts of a {@link Stage}: what is not said has the default. What each means stands there. */
public final class StageBuilder {
    private final String name;
    private final String target;

    @CheckForNull
    private String branch;

    @CheckForNull
    private String jobs;

    private Lifetime lifetime = Lifetime.PER_CHANGE;
    private Map<String, String> variables = Map.of();
    private Map<String, String> secrets = Map.of();
    private List<String> envFileCredentialsIds = List.of();

    @CheckForNull
    private Stage.Quota quota;

    private Stage.Retention retention = Stage.Retention.NONE;
    private Stage.LinkRules linkRules;
    private boolean isProtected;
    private boolean development;
    private boolean changeOverride;
    private Duration soak = Duration.ZERO;

    @CheckForNull
    private Stage.Backup backup;

    private Stage.HoldRule whileHeld = Stage.HoldRule.REFUSE;
    private boolean forks;

    StageBuilder(String name, String target) {
        this.name = name;
        this.target = target;
        this.linkRules = new Stage.LinkRules(name + ".localhost", Stage.LinkRules.DEFAULT_PATTERN, Map.of());
    }

    StageBuilder(Stage stage) {
        this.name = stage.name();
        this.target = stage.target();
        this.branch = stage.branch();
        this.jobs = stage.jobs();
        this.lifetime = stage.lifetime();
        this.variables = stage.variables();
        this.secrets = stage.secrets();
        this.envFileCredentialsIds = stage.envFileCredentialsIds();
        this.quota = stage.quota();
        this.retention = stage.retention();
        this.linkRules = stage.linkRules();
        this.isProtected = stage.isProtected();
        this.development = stage.development();
        this.changeOverride = stage.changeOverride();
        this.soak = stage.soak();
        this.backup = stage.backup();
        this.whileHeld = stage.whileHeld();
        this.forks = stage.forks();
    }

    public StageBuilder branch(@CheckForNull String branch) {
        this.branch = branch;
        return this;
    }

    public StageBuilder jobs(@CheckForNull String jobs) {
        this.jobs = jobs;
        return this;
    }

    public StageBuilder lifetime(Lifetime lifetime) {
        this.lifetime = lifetime;
        return this;
    }

    public StageBuilder variables(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
        return this;
    }

    public StageBuilder secrets(Map<String, String> secrets) {
        this.secrets = Map.copyOf(secrets);
        return this;
    }

    public StageBuilder envFileCredentialsIds(List<String> envFileCredentialsIds) {
        this.envFileCredentialsIds = List.copyOf(envFileCredentialsIds);
        return this;
    }

    public StageBuilder quota(@CheckForNull Stage.Quota quota) {
        this.quota = quota;
        return this;
    }

    public StageBuilder retention(Stage.Retention retention) {
        this.retention = retention;
        return this;
    }

    public StageBuilder linkRules(Stage.LinkRules linkRules) {
        this.linkRules = linkRules;
        return this;
    }

    public StageBuilder isProtected(boolean isProtected) {
        this.isProtected = isProtected;
        return this;
    }

    public StageBuilder development(boolean development) {
        this.development = development;
        return this;
    }

    public StageBuilder changeOverride(boolean changeOverride) {
        this.changeOverride = changeOverride;
        return this;
    }

    public StageBuilder soak(Duration soak) {
        this.soak = soak;
        return this;
    }

    public StageBuilder backup(@CheckForNull Stage.Backup backup) {
        this.backup = backup;
        return this;
    }

    public StageBuilder whileHeld(Stage.HoldRule whileHeld) {
        this.whileHeld = whileHeld;
        return this;
    }

    public StageBuilder forks(boolean forks) {
        this.forks = forks;
        return this;
    }

    public Stage build() {
        return new Stage(
                name,
                branch,
                jobs,
                target,
                lifetime,
                variables,
                secrets,
                envFileCredentialsIds,
                quota,
                retention,
                linkRules,
                isProtected,
                development,
                changeOverride,
                soak,
                backup,
                whileHeld,
                forks);
    }
}
