package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Api;
import hudson.model.RootAction;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The page "Environments" of Jenkins: all that the reader may see. Answered from memory. */
@Extension
@ExportedBean
public final class EnvironmentsRootAction implements RootAction {

    private static final String SNIPPET =
            """
            pipeline {
              agent any
              stages {
                stage('Deploy') {
                  steps {
                    deployEnv stage: '%s', files: ['docker-compose.yml'], envFiles: ['.env']
                  }
                }
              }
            }
            """;

    @CheckForNull
    @Override
    public String getIconFileName() {
        return Jenkins.get().hasPermission(Jenkins.READ) ? "symbol-environment" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.Environments_displayName();
    }

    @Override
    public String getUrlName() {
        return "environments";
    }

    /** All environments that are not gone and that the reader may see, by id. */
    @Exported
    public List<EnvironmentView> getEnvironments() {
        Jenkins.get().checkPermission(Jenkins.READ);
        Optional<EnvironmentLifecycle> lifecycle = Background.get().ifOpen();
        return lifecycle.stream()
                .flatMap(open -> open.environments().stream())
                .flatMap(each -> EnvironmentView.of(each, lifecycle.get()).stream())
                .toList();
    }

    /** All of them as a table. */
    public EnvironmentTable getTable() {
        Jenkins.get().checkPermission(Jenkins.READ);
        return EnvironmentTable.of(each -> true, each -> false);
    }

    /** What is stuck, with what holds it, and what is stale and still there, with why; as far as the reader may see it. */
    @Exported(inline = true)
    public List<Attention> getAttention() {
        Jenkins.get().checkPermission(Jenkins.READ);
        return Background.get().ifOpen().map(Attention::of).orElse(List.of());
    }

    /** The same for people: a list of what is stuck, and one of what is stale, each when there is any. */
    public List<Attention.Some> getAttentionLists() {
        List<Attention> all = getAttention();
        return Stream.of(true, false)
                .map(stuck -> Attention.some(all, stuck))
                .filter(list -> !list.getFirst().isEmpty())
                .toList();
    }

    /** What upkeep could not look at, and what no record knows, for administrators. */
    public List<String> getTroubles() {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return List.of();
        }
        return Background.get()
                .ifOpen()
                .flatMap(lifecycle -> lifecycle.upkeep().report())
                .map(report -> Stream.concat(
                                report.problems().stream().map(String::valueOf),
                                report.orphans().stream()
                                        .map(orphan -> Messages.Environments_Orphan(
                                                orphan.id(), orphan.target(), orphan.fate())))
                        .toList())
                .orElse(List.of());
    }

    /** Whether the journal can be read at all. */
    public boolean isOpen() {
        return Background.get().ifOpen().isPresent();
    }

    /** Whether there is a stage to deploy to. */
    public boolean isConfigured() {
        return configured();
    }

    static boolean configured() {
        return !EnvironmentsConfiguration.get().getStages().isEmpty();
    }

    /** A Jenkinsfile to begin with, for the first stage that is configured. */
    public String getSnippet() {
        return snippet();
    }

    static String snippet() {
        String stage = EnvironmentsConfiguration.get().getStages().stream()
                .map(StageSettings::getName)
                .findFirst()
                .orElse("staging");
        return SNIPPET.formatted(stage);
    }

    /** {@code api/json}. */
    public Api getApi() {
        return new Api(this);
    }

    /** The page of an environment; null, and so "not found", when there is none or the reader may not see it. */
    @CheckForNull
    public EnvironmentPage getDynamic(String id) {
        Jenkins.get().checkPermission(Jenkins.READ);
        try {
            EnvironmentId environment = new EnvironmentId(id);
            Optional<EnvironmentLifecycle> lifecycle = Background.get().ifOpen();
            return lifecycle
                    .flatMap(open -> open.environment(environment))
                    .flatMap(found -> EnvironmentView.of(found, lifecycle.get()))
                    .map(view -> new EnvironmentPage(view, environment))
                    .orElse(null);
        } catch (InvalidInputException e) {
            return null;
        }
    }
}
