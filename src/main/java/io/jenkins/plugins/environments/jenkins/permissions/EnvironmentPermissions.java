package io.jenkins.plugins.environments.jenkins.permissions;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** The permissions of the group Environments. Each can be given on an item, a folder or everywhere. */
public final class EnvironmentPermissions {

    private static final Logger LOG = Logger.getLogger(EnvironmentPermissions.class.getName());

    public static final PermissionGroup GROUP =
            new PermissionGroup(EnvironmentPermissions.class, Messages._EnvironmentPermissions_group());

    /** See environments and follow their links. Whoever sees a job sees what it deployed. */
    public static final Permission VIEW = permission("View", Messages._EnvironmentPermissions_view(), Item.READ);

    /** Deploy to stages that are not protected. Whoever may build may do so, as that is what builds are for. */
    public static final Permission DEPLOY = permission("Deploy", Messages._EnvironmentPermissions_deploy(), Item.BUILD);

    /** Change what runs in a protected stage. */
    public static final Permission PROMOTE =
            permission("Promote", Messages._EnvironmentPermissions_promote(), Jenkins.ADMINISTER);

    /** Take environments away, with their data. */
    public static final Permission DESTROY =
            permission("Destroy", Messages._EnvironmentPermissions_destroy(), Item.CONFIGURE);

    /** Say how long environments live and what holds them. */
    public static final Permission CONFIGURE =
            permission("Configure", Messages._EnvironmentPermissions_configure(), Item.CONFIGURE);

    private EnvironmentPermissions() {}

    private static Permission permission(
            String name, org.jvnet.localizer.Localizable description, Permission impliedBy) {
        return new Permission(GROUP, name, description, impliedBy, true, new PermissionScope[] {
            PermissionScope.ITEM, PermissionScope.ITEM_GROUP, PermissionScope.JENKINS
        });
    }

    /** Makes them known before the authorization strategy is read. */
    @Initializer(after = InitMilestone.PLUGINS_PREPARED, before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void register() {
        LOG.log(Level.FINE, "Permissions of the group {0} are registered", GROUP.getId());
    }
}
