package io.jenkins.plugins.environments.jenkins.permissions;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Stage;
import java.io.File;
import jenkins.model.Jenkins;
import org.apache.tools.ant.types.selectors.SelectorUtils;
import org.springframework.security.core.Authentication;

/** What somebody may do with an environment: what they may on the job that deployed it, or everywhere when it is gone. */
public final class EnvironmentAccess {

    private EnvironmentAccess() {}

    /** Whether the current user has the permission on the environment. */
    public static boolean has(Environment environment, Permission permission) {
        String job = environment.origin().job();
        if (job == null) {
            return Jenkins.get().hasPermission(permission);
        }
        AccessControlled item = item(job);
        // A job that is there and can't be seen gives nothing; one that is gone leaves it to who may everywhere.
        return item != null ? item.hasPermission(permission) : Jenkins.get().hasPermission(permission);
    }

    /** Whether somebody else has it. */
    @SuppressWarnings("try") // The context is closed, not used.
    public static boolean has(Environment environment, Permission permission, Authentication user) {
        try (ACLContext ignored = ACL.as2(user)) {
            return has(environment, permission);
        }
    }

    /** Whether the stage is for what that job deploys. @param job null: none, which only a stage for all is for */
    public static boolean isForJob(Stage stage, @CheckForNull String job) {
        String jobs = stage.jobs();
        boolean matches = jobs == null
                || job != null
                        && SelectorUtils.matchPath(
                                jobs.replace('/', File.separatorChar), job.replace('/', File.separatorChar));
        return matches && forbiddenBy(stage, job) == null;
    }

    /** Who keeps the job from the stage besides the stage itself; null: nobody. @param job null: none */
    @CheckForNull
    public static String forbiddenBy(Stage stage, @CheckForNull String job) {
        return job != null && item(job) instanceof Item item ? StageLimit.anyForbids(stage, item) : null;
    }

    /**
     * Refuses who has it not.
     *
     * @throws org.springframework.security.access.AccessDeniedException when the current user has it not
     */
    public static void check(Environment environment, Permission permission) {
        String job = environment.origin().job();
        AccessControlled item = job == null ? null : item(job);
        (item == null ? Jenkins.get() : item).checkPermission(permission);
    }

    /** Found whether or not the current user sees it: what they may is asked of the item itself. */
    @CheckForNull
    @SuppressWarnings("try") // The context is closed, not used.
    private static AccessControlled item(String job) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            return Jenkins.get().getItemByFullName(job, Item.class);
        }
    }
}
