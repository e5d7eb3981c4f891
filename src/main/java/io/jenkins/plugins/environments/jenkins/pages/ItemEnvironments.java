package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractItem;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Environment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import jenkins.model.TransientActionFactory;
import jenkins.scm.api.SCMSourceOwner;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;

/** The environments of a job, of its project's other branches, or of all jobs in a folder. */
@ExportedBean
public final class ItemEnvironments implements Action {

    /** A job of one's own may deploy hundreds; its page shows the first, the table all. */
    private static final int MOST_SHOWN = 5;

    private static final int LONGEST_STAGE = 63;
    private static final Comparator<Environment> NEWEST_FIRST = Comparator.comparing(
            (Environment each) -> Objects.requireNonNullElse(each.deployedAt(), each.createdAt()),
            Comparator.reverseOrder());

    private final AbstractItem item;

    ItemEnvironments(AbstractItem item) {
        this.item = item;
    }

    public AbstractItem getItem() {
        return item;
    }

    /** The multibranch project of a branch's job, else the item itself. */
    private String scope() {
        return item.getParent() instanceof SCMSourceOwner && item.getParent() instanceof Item project
                ? project.getFullName()
                : item.getFullName();
    }

    private static boolean isIn(Environment environment, String name) {
        String job = environment.origin().job();
        return job != null && (job.equals(name) || job.startsWith(name + "/"));
    }

    private boolean isOwn(Environment environment) {
        return item instanceof Job && isIn(environment, item.getFullName());
    }

    /** Own ones first, then those of the project's other branches. */
    @Exported(inline = true)
    public EnvironmentTable getTable() {
        item.checkPermission(Item.READ);
        String scope = scope();
        return EnvironmentTable.of(each -> isIn(each, scope), this::isOwn);
    }

    /** Those that this job deployed and that are not gone, for the boxes on its page: the first few. */
    public List<EnvironmentView> getOwn() {
        item.checkPermission(Item.READ);
        return Background.get()
                .ifOpen()
                .map(lifecycle -> lifecycle.environments().stream()
                        .filter(this::isOwn)
                        .flatMap(each -> EnvironmentView.of(each, lifecycle).stream())
                        .limit(MOST_SHOWN)
                        .toList())
                .orElse(List.of());
    }

    /**
     * A picture of what runs in a stage, for a README or a chat: of what this job, or the jobs in
     * this folder, deployed there the newest.
     * Shows no more than the page does, to whoever may see that.
     */
    @GET
    public HttpResponse doBadge(@QueryParameter String stage) {
        item.checkPermission(Item.READ);
        if (stage == null || stage.isBlank() || stage.length() > LONGEST_STAGE) {
            throw HttpResponses.errorWithoutStack(400, Messages.Badge_noStage());
        }
        String scope = scope();
        return new StageBadge(
                stage,
                Background.get()
                        .ifOpen()
                        .flatMap(lifecycle -> lifecycle.environments().stream()
                                .filter(each -> each.stage().equals(stage)
                                        && (item instanceof Job ? isOwn(each) : isIn(each, scope)))
                                .sorted(NEWEST_FIRST)
                                .flatMap(each -> EnvironmentView.of(each, lifecycle).stream())
                                .findFirst())
                        .orElse(null));
    }

    /** Whether there is a stage to deploy to. */
    public boolean isConfigured() {
        return EnvironmentsRootAction.configured();
    }

    /** A Jenkinsfile to begin with. */
    public String getSnippet() {
        return EnvironmentsRootAction.snippet();
    }

    /** {@code api/json}. */
    public Api getApi() {
        return new Api(this);
    }

    /** Shown where there is something to show: no more than names are compared for that. */
    @CheckForNull
    @Override
    public String getIconFileName() {
        String scope = scope();
        boolean any = Background.get().ifOpen().map(EnvironmentLifecycle::environments).orElse(List.of()).stream()
                .anyMatch(each -> isIn(each, scope));
        return any ? "symbol-environment" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.Environments_displayName();
    }

    @Override
    public String getUrlName() {
        return "environments";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemEnvironments that && item == that.item;
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(item.getFullName());
    }

    /** Gives it to every job and folder. */
    @Extension
    public static final class ForItems extends TransientActionFactory<AbstractItem> {
        @Override
        public Class<AbstractItem> type() {
            return AbstractItem.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull AbstractItem target) {
            return List.of(new ItemEnvironments(target));
        }
    }
}
