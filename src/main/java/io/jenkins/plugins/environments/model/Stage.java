package io.jenkins.plugins.environments.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One step on the way to production, as an administrator configured it.
 *
 * @param name e.g. {@code staging}; unique, a DNS label
 * @param branch the branch whose builds, and pull requests into it, deploy here; null: any
 * @param jobs an Ant pattern of the full names of the jobs that may use the stage; null: any
 * @param target the id of the target where its environments run
 * @param variables plain values for interpolation and for services
 * @param secrets variable name to credentials id
 * @param envFileCredentialsIds credentials that hold a whole {@code .env}, in order
 * @param quota what its environments may use; null: no limit
 * @param retention when an environment becomes stale
 * @param linkRules how host names are made
 * @param isProtected no rule destroys here, and only those who may promote into it change it
 * @param development placeholders such as {@code CHANGE_ME} are let through
 * @param changeOverride a build may say itself which change it is
 * @param soak how long a release must have been healthy in the stage before; zero: no time
 * @param backup when data shall be stored, which nothing does yet: each deploy warns; null: never
 * @param whileHeld what becomes of deploys and promotions to a held environment
 * @param forks pull requests from forks may deploy here, too: somebody else's code, with the stage's secrets
 */
public record Stage(
        String name,
        @CheckForNull String branch,
        @CheckForNull String jobs,
        String target,
        Lifetime lifetime,
        Map<String, String> variables,
        Map<String, String> secrets,
        List<String> envFileCredentialsIds,
        @CheckForNull Quota quota,
        Retention retention,
        LinkRules linkRules,
        boolean isProtected,
        boolean development,
        boolean changeOverride,
        Duration soak,
        @CheckForNull Backup backup,
        HoldRule whileHeld,
        boolean forks) {

    /** What becomes of deploys and promotions to an environment that is held. */
    public enum HoldRule {
        /** They are refused. */
        REFUSE,
        /** They wait until the hold is lifted. */
        WAIT
    }

    public Stage {
        variables = Map.copyOf(variables);
        secrets = Map.copyOf(secrets);
        envFileCredentialsIds = List.copyOf(envFileCredentialsIds);
    }

    /** A stage that nobody configured: any change, one environment each, links under {@code {stage}.localhost}. */
    public static Stage unconfigured(String name, String target) {
        return of(name, target).development(true).changeOverride(true).build();
    }

    /** The parts of a stage for any change, with nothing but defaults: links under {@code {name}.localhost}. */
    public static StageBuilder of(String name, String target) {
        return new StageBuilder(name, target);
    }

    /** The parts of this stage, for another one that is nearly the same. */
    public StageBuilder toBuilder() {
        return new StageBuilder(this);
    }

    /**
     * What one environment, or the stage, may use.
     *
     * @param cpu cores of one environment; null: no limit
     * @param memoryBytes memory of one environment; null: no limit
     * @param environments the most environments of the stage at a time; null: no limit
     */
    public record Quota(
            @CheckForNull BigDecimal cpu, @CheckForNull Long memoryBytes, @CheckForNull Integer environments) {}

    /**
     * @param expireAfter counted from the last deploy; null: never
     * @param keepNewest the newest so many of a project are kept, older ones are stale; 0: no such rule
     */
    public record Retention(@CheckForNull Duration expireAfter, int keepNewest) {
        /** Nothing becomes stale by age or number. */
        public static final Retention NONE = new Retention(null, 0);
    }

    /**
     * @param domain e.g. {@code staging.studygiveway.com}
     * @param pattern with {@code {service}}, {@code {change}}, {@code {stage}}, {@code {project}}, {@code {domain}}
     * @param names service to fixed host name, before the pattern
     * @param tls links begin with {@code https}: the edge in front of the target has certificates
     */
    public record LinkRules(String domain, String pattern, Map<String, String> names, boolean tls) {
        /** One host for each service of each change. */
        public static final String DEFAULT_PATTERN = "{service}-{change}.{domain}";

        public LinkRules {
            names = Map.copyOf(names);
        }

        /** Links that begin with {@code http}. */
        public LinkRules(String domain, String pattern, Map<String, String> names) {
            this(domain, pattern, names, false);
        }
    }

    /**
     * @param every the interval
     * @param keep how many are kept
     */
    public record Backup(Duration every, int keep) {}
}
