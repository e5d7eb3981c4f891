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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
        check(targets, TargetSettings::getId, TargetSettings::identity, "target");
        Set<String> ids = targets.stream().map(TargetSettings::identity).collect(Collectors.toSet());
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
        check(stages, StageSettings::getName, StageSettings::identity, "stage");
        stages.forEach(StageSettings::stage);
        Set<String> names = stages.stream().map(StageSettings::identity).collect(Collectors.toSet());
        ConfigurationGuard.all().forEach(guard -> guard.stages(names));
        this.stages = new ArrayList<>(stages);
        save();
    }

    private static <T> void check(List<T> all, Function<T, String> id, Function<T, String> identity, String what) {
        Set<String> seen = new HashSet<>();
        for (T each : all) {
            // A name that another's environments are known by would lead to them.
            for (String text : new LinkedHashSet<>(List.of(id.apply(each), identity.apply(each)))) {
                Position where = Position.of(what + " " + text);
                if (!Texts.isLabel(text)) {
                    throw new InvalidInputException(new Problem(
                            where,
                            "\"" + text + "\" can't be the name of a " + what,
                            "use lower-case letters, digits and dashes, at most 63 characters"));
                }
                if (!seen.add(text)) {
                    throw new InvalidInputException(new Problem(
                            where,
                            "there are two of that name, or one was renamed and its environments still bear it",
                            "give one of them another name"));
                }
            }
        }
    }

    @Override
    public boolean configure(StaplerRequest request, JSONObject json) throws FormException {
        List<TargetSettings> newTargets = request.bindJSONToList(TargetSettings.class, json.get("targets"));
        List<StageSettings> newStages = request.bindJSONToList(StageSettings.class, json.get("stages"));
        Renames.followTargets(json.get("targets"), newTargets, newStages);
        Renames.followStages(json.get("stages"), newStages);
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
     * The stage of that name, or the one that environments know by it.
     *
     * @throws InvalidInputException when there is none; names those that there are
     */
    public Stage stage(String name) {
        return find(getStages(), StageSettings::getName, StageSettings::identity, name)
                .orElseThrow(() -> missing("stage", name, getStages(), StageSettings::getName))
                .stage();
    }

    /** What a stage is called now that environments know as this; the same when it is not configured. */
    public String stageName(String identity) {
        return getStages().stream()
                .filter(stage -> stage.identity().equals(identity))
                .findFirst()
                .map(StageSettings::getName)
                .orElse(identity);
    }

    /** As what environments know the stage of that name; the same when it is not configured. */
    public String stageIdentity(String name) {
        return find(getStages(), StageSettings::getName, StageSettings::identity, name)
                .map(StageSettings::identity)
                .orElse(name);
    }

    /**
     * The target of that id, or the one that environments know by it.
     *
     * @throws InvalidInputException when there is none; names those that there are
     */
    public TargetSettings target(String id) {
        return find(getTargets(), TargetSettings::getId, TargetSettings::identity, id)
                .orElseThrow(() -> missing("target", id, getTargets(), TargetSettings::getId));
    }

    /** As what environments know the target of that id; the same when it is not configured. */
    String targetIdentity(String id) {
        return find(getTargets(), TargetSettings::getId, TargetSettings::identity, id)
                .map(TargetSettings::identity)
                .orElse(id);
    }

    /** No name is another's identity, so that there is one at most. */
    private static <T> Optional<T> find(
            List<T> all, Function<T, String> name, Function<T, String> identity, String wanted) {
        return all.stream()
                .filter(each ->
                        name.apply(each).equals(wanted) || identity.apply(each).equals(wanted))
                .findFirst();
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
