package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** One step on the way to production, as it is written in the form and in code. {@link #stage} is what it means. */
public final class StageSettings extends AbstractDescribableImpl<StageSettings> {

    private final String name;
    private String target;
    private String identity;
    private String branch;
    private String jobs;
    private Lifetime lifetime = Lifetime.PER_CHANGE;
    private NamedValues variables;
    private NamedCredentials secrets;
    private ArrayList<EnvFileCredential> envFileCredentialsIds;
    private QuotaSettings quota;
    private String expireAfter;
    private int keepNewest;
    private String domain;
    private String linkPattern;
    private NamedValues links;
    private boolean tls;
    private boolean guarded;
    private boolean development;
    private boolean changeOverride;
    private boolean forks;
    private String soak;
    private BackupSettings backup;

    /** Null in what a version wrote that did not know it. */
    @CheckForNull
    private Stage.HoldRule whileHeld;

    @DataBoundConstructor
    public StageSettings(String name, String target) {
        this.name = name == null ? "" : name.strip();
        this.target = target == null ? "" : target.strip();
    }

    public String getName() {
        return name;
    }

    public String getTarget() {
        return target;
    }

    /** What its environments know it by, when it was renamed since; null: its name. */
    @CheckForNull
    public String getIdentity() {
        return identity;
    }

    /** Never changed while environments live in the stage: their names are made of it. */
    @DataBoundSetter
    public void setIdentity(String identity) {
        String text = Util.fixEmptyAndTrim(identity);
        this.identity = name.equals(text) ? null : text;
    }

    /** What its environments know it by: part of their ids, of host names and of labels on the target. */
    public String identity() {
        return identity == null ? name : identity;
    }

    /** The target that it is on has another id now. */
    void follow(String renamedTarget) {
        target = renamedTarget;
    }

    @CheckForNull
    public String getBranch() {
        return branch;
    }

    @DataBoundSetter
    public void setBranch(String branch) {
        this.branch = Util.fixEmptyAndTrim(branch);
    }

    @CheckForNull
    public String getJobs() {
        return jobs;
    }

    @DataBoundSetter
    public void setJobs(String jobs) {
        this.jobs = Util.fixEmptyAndTrim(jobs);
    }

    public Lifetime getLifetime() {
        return lifetime;
    }

    @DataBoundSetter
    public void setLifetime(Lifetime lifetime) {
        this.lifetime = lifetime == null ? Lifetime.PER_CHANGE : lifetime;
    }

    @CheckForNull
    public NamedValues getVariables() {
        return variables;
    }

    @DataBoundSetter
    public void setVariables(NamedValues variables) {
        this.variables = variables == null || variables.getEntries().isEmpty() ? null : variables;
    }

    @CheckForNull
    public NamedCredentials getSecrets() {
        return secrets;
    }

    @DataBoundSetter
    public void setSecrets(NamedCredentials secrets) {
        this.secrets = secrets == null || secrets.getEntries().isEmpty() ? null : secrets;
    }

    @CheckForNull
    public List<EnvFileCredential> getEnvFileCredentialsIds() {
        return envFileCredentialsIds;
    }

    @DataBoundSetter
    public void setEnvFileCredentialsIds(List<EnvFileCredential> ids) {
        this.envFileCredentialsIds = ids == null || ids.isEmpty() ? null : new ArrayList<>(ids);
    }

    @CheckForNull
    public QuotaSettings getQuota() {
        return quota;
    }

    @DataBoundSetter
    public void setQuota(QuotaSettings quota) {
        this.quota = quota;
    }

    @CheckForNull
    public String getExpireAfter() {
        return expireAfter;
    }

    @DataBoundSetter
    public void setExpireAfter(String expireAfter) {
        this.expireAfter = Util.fixEmptyAndTrim(expireAfter);
    }

    public int getKeepNewest() {
        return keepNewest;
    }

    @DataBoundSetter
    public void setKeepNewest(int keepNewest) {
        this.keepNewest = Math.max(0, keepNewest);
    }

    @CheckForNull
    public String getDomain() {
        return domain;
    }

    @DataBoundSetter
    public void setDomain(String domain) {
        this.domain = Util.fixEmptyAndTrim(domain);
    }

    @CheckForNull
    public String getLinkPattern() {
        return linkPattern;
    }

    @DataBoundSetter
    public void setLinkPattern(String linkPattern) {
        this.linkPattern = Util.fixEmptyAndTrim(linkPattern);
    }

    @CheckForNull
    public NamedValues getLinks() {
        return links;
    }

    @DataBoundSetter
    public void setLinks(NamedValues links) {
        this.links = links == null || links.getEntries().isEmpty() ? null : links;
    }

    public boolean isTls() {
        return tls;
    }

    @DataBoundSetter
    public void setTls(boolean tls) {
        this.tls = tls;
    }

    public boolean isProtected() {
        return guarded;
    }

    @DataBoundSetter
    public void setProtected(boolean isProtected) {
        this.guarded = isProtected;
    }

    public boolean isDevelopment() {
        return development;
    }

    @DataBoundSetter
    public void setDevelopment(boolean development) {
        this.development = development;
    }

    public boolean isChangeOverride() {
        return changeOverride;
    }

    @DataBoundSetter
    public void setChangeOverride(boolean changeOverride) {
        this.changeOverride = changeOverride;
    }

    public boolean isForks() {
        return forks;
    }

    @DataBoundSetter
    public void setForks(boolean forks) {
        this.forks = forks;
    }

    @CheckForNull
    public String getSoak() {
        return soak;
    }

    @DataBoundSetter
    public void setSoak(String soak) {
        this.soak = Util.fixEmptyAndTrim(soak);
    }

    @CheckForNull
    public BackupSettings getBackup() {
        return backup;
    }

    @DataBoundSetter
    public void setBackup(BackupSettings backup) {
        this.backup = backup;
    }

    public Stage.HoldRule getWhileHeld() {
        Stage.HoldRule rule = whileHeld;
        return rule == null ? Stage.HoldRule.REFUSE : rule;
    }

    @DataBoundSetter
    public void setWhileHeld(Stage.HoldRule whileHeld) {
        this.whileHeld = whileHeld;
    }

    /**
     * What it means.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when a text has not the form that it needs
     */
    public Stage stage() {
        Position where = Position.of("stage " + name);
        return new Stage(
                identity(),
                branch,
                jobs,
                EnvironmentsConfiguration.get().targetIdentity(target),
                lifetime,
                map(variables),
                secrets == null ? Map.of() : secrets.toMap(),
                envFileCredentialsIds == null
                        ? List.of()
                        : envFileCredentialsIds.stream()
                                .map(EnvFileCredential::getCredentialsId)
                                .toList(),
                quota == null ? null : quota.quota(name),
                new Stage.Retention(expireAfter == null ? null : Durations.parse(expireAfter, where), keepNewest),
                new Stage.LinkRules(
                        domain == null ? identity() + ".localhost" : domain,
                        linkPattern == null ? Stage.LinkRules.DEFAULT_PATTERN : linkPattern,
                        map(links),
                        tls),
                guarded,
                development,
                changeOverride,
                soak == null ? Duration.ZERO : Durations.parse(soak, where),
                backup == null ? null : backup.backup(name),
                getWhileHeld(),
                forks);
    }

    private static Map<String, String> map(@CheckForNull NamedValues values) {
        return values == null ? Map.of() : values.toMap();
    }
}
