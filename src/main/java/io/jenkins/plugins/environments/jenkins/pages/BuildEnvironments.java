package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.AbstractItem;
import hudson.model.Api;
import hudson.model.BuildBadgeAction;
import hudson.model.Run;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.EnvironmentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The environments that a build deployed or took away. Kept with the build are their ids and stages only; their state is
 * the lifecycle's, so that an old build shows what is true now.
 */
@ExportedBean
public final class BuildEnvironments implements RunAction2, BuildBadgeAction {

    private final List<Entry> entries = new ArrayList<>();

    /** What was deployed last; null: nothing yet. */
    private Deployed deployed;

    private transient Run<?, ?> run;

    /** What is kept with the build. */
    public static final class Entry {
        private final String id;
        private final String stage;

        Entry(String id, String stage) {
            this.id = id;
            this.stage = stage;
        }

        public String getId() {
            return id;
        }

        public String getStage() {
            return stage;
        }
    }

    /** What the steps that follow a deploy can read. */
    private static final class Deployed {
        private final String id;
        private final String url;

        Deployed(String id, @CheckForNull String url) {
            this.id = id;
            this.url = url;
        }
    }

    /** Those of the build, made where it has none yet. */
    public static BuildEnvironments of(Run<?, ?> run) {
        synchronized (run) {
            BuildEnvironments known = run.getAction(BuildEnvironments.class);
            if (known != null) {
                return known;
            }
            BuildEnvironments fresh = new BuildEnvironments();
            run.addAction(fresh);
            return fresh;
        }
    }

    /** Adds one, once, and keeps it on disk. */
    public void add(String id, String stage) throws IOException {
        synchronized (this) {
            if (entries.stream().anyMatch(entry -> entry.getId().equals(id))) {
                return;
            }
            entries.add(new Entry(id, stage));
        }
        run.save();
    }

    /**
     * Says what {@code ENVIRONMENT_ID} and {@code ENVIRONMENT_URL} are for the rest of the build.
     *
     * @param url the first link; null: there is none
     */
    public void deployed(String id, @CheckForNull String url) throws IOException {
        synchronized (this) {
            deployed = new Deployed(id, url);
        }
        run.save();
    }

    /** The variables of what was deployed last; empty before. */
    synchronized Map<String, String> variables() {
        if (deployed == null) {
            return Map.of();
        }
        return deployed.url == null
                ? Map.of("ENVIRONMENT_ID", deployed.id)
                : Map.of("ENVIRONMENT_ID", deployed.id, "ENVIRONMENT_URL", deployed.url);
    }

    @Override
    public void onAttached(Run<?, ?> attached) {
        this.run = attached;
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        this.run = loaded;
    }

    /** The build, for the page's side panel. */
    public Run<?, ?> getRun() {
        return run;
    }

    private synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Those that the reader may see, in the order in which the build used them; also those that are gone. */
    @Exported
    public List<EnvironmentView> getEnvironments() {
        Optional<EnvironmentLifecycle> lifecycle = Background.get().ifOpen();
        return lifecycle.stream()
                .flatMap(open -> entries().stream()
                        .flatMap(entry -> open.environment(new EnvironmentId(entry.getId())).stream())
                        .flatMap(found -> EnvironmentView.of(found, open).stream()))
                .toList();
    }

    /** The live environments of the build's project: those of its own branch or request first. */
    @Exported(inline = true)
    public EnvironmentTable getTable() {
        return new ItemEnvironments((AbstractItem) run.getParent()).getTable();
    }

    /** The ids of its environments, for the badge in the history: no more than what is kept with the build. */
    public String getNames() {
        return entries().stream().map(Entry::getId).collect(Collectors.joining(", "));
    }

    /** {@code api/json}. */
    public Api getApi() {
        return new Api(this);
    }

    @CheckForNull
    @Override
    public String getIconFileName() {
        return getEnvironments().isEmpty() ? null : "symbol-environment";
    }

    @Override
    public String getDisplayName() {
        return Messages.Environments_displayName();
    }

    @Override
    public String getUrlName() {
        return "environments";
    }
}
