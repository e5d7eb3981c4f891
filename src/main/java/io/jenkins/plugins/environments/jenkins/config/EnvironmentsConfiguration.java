package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest;

/**
 * The targets and stages, under Manage Jenkins » System » Environments and as {@code unclassified: environments:} in
 * code. On the System page, where administrators look for what several jobs share; it has no page of its own, as two
 * lists do not need one.
 */
@Extension
@Symbol("environments")
public final class EnvironmentsConfiguration extends GlobalConfiguration {

    private List<TargetSettings> targets = new ArrayList<>();
    private List<StageSettings> stages = new ArrayList<>();

    public EnvironmentsConfiguration() {
        load();
    }

    /** The only one. */
    public static EnvironmentsConfiguration get() {
        return ExtensionList.lookupSingleton(EnvironmentsConfiguration.class);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.EnvironmentsConfiguration_displayName();
    }

    public synchronized List<TargetSettings> getTargets() {
        return List.copyOf(targets);
    }

    /** @throws InvalidInputException when an id is no DNS label, is there twice, or one is missing that is in use */
    @DataBoundSetter
    public synchronized void setTargets(List<TargetSettings> targets) {
        check(targets, TargetSettings::getId, "target");
        Set<String> ids = targets.stream().map(TargetSettings::getId).collect(Collectors.toSet());
        ConfigurationGuard.all().forEach(guard -> guard.targets(ids));
        this.targets = new ArrayList<>(targets);
        save();
    }

    public synchronized List<StageSettings> getStages() {
        return List.copyOf(stages);
    }

    /**
     * Saves them.
     *
     * @throws InvalidInputException when a name is no DNS label or is there twice, a stage says what can't be read, or
     *     one is missing in which environments live
     */
    @DataBoundSetter
    public synchronized void setStages(List<StageSettings> stages) {
        check(stages, StageSettings::getName, "stage");
        stages.forEach(StageSettings::stage);
        Set<String> names = stages.stream().map(StageSettings::getName).collect(Collectors.toSet());
        ConfigurationGuard.all().forEach(guard -> guard.stages(names));
        this.stages = new ArrayList<>(stages);
        save();
    }

    private static <T> void check(List<T> all, Function<T, String> id, String what) {
        Set<String> seen = new HashSet<>();
        for (T each : all) {
            String text = id.apply(each);
            Position where = Position.of(what + " " + text);
            if (!Texts.isLabel(text)) {
                throw new InvalidInputException(new Problem(
                        where,
                        "\"" + text + "\" can't be the name of a " + what,
                        "use lower-case letters, digits and dashes, at most 63 characters"));
            }
            if (!seen.add(text)) {
                throw new InvalidInputException(
                        new Problem(where, "there are two of that name", "give one of them another name"));
            }
        }
    }

    @Override
    public boolean configure(StaplerRequest request, JSONObject json) throws FormException {
        List<TargetSettings> newTargets = request.bindJSONToList(TargetSettings.class, json.get("targets"));
        List<StageSettings> newStages = request.bindJSONToList(StageSettings.class, json.get("stages"));
        try (BulkChange change = new BulkChange(this)) {
            setTargets(newTargets);
            setStages(newStages);
            change.commit();
            return true;
        } catch (InvalidInputException e) {
            throw new FormException(e.getMessage(), e, "stages");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The stage of that name.
     *
     * @throws InvalidInputException when there is none; names those that there are
     */
    public Stage stage(String name) {
        return getStages().stream()
                .filter(stage -> stage.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> missing("stage", name, getStages(), StageSettings::getName))
                .stage();
    }

    /**
     * The target of that id.
     *
     * @throws InvalidInputException when there is none; names those that there are
     */
    public TargetSettings target(String id) {
        return getTargets().stream()
                .filter(target -> target.getId().equals(id))
                .findFirst()
                .orElseThrow(() -> missing("target", id, getTargets(), TargetSettings::getId));
    }

    private static <T> InvalidInputException missing(String what, String name, List<T> known, Function<T, String> id) {
        List<String> names = known.stream().map(id).toList();
        return new InvalidInputException(new Problem(
                null,
                "no " + what + " \"" + name + "\" is configured",
                names.isEmpty()
                        ? "ask an administrator to add it under Manage Jenkins » System » Environments"
                        : "use one of " + String.join(", ", names)));
    }
}
