package io.jenkins.plugins.environments.jenkins.permissions;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import io.jenkins.plugins.environments.model.Stage;
import java.util.LinkedHashMap;
import java.util.Map;

/** Narrows what a stage's own configuration lets jobs do; nothing can widen it. */
public interface StageLimit extends ExtensionPoint {

    /** Who keeps the job from the stage, as a person calls it; null: nobody. */
    @CheckForNull
    String forbids(Stage stage, Item job);

    /** Variable name to the id of credentials that a build of the job finds. They stand behind what its steps say. */
    Map<String, String> secrets(Stage stage, Item job);

    /** The first who says no; null: nobody does. */
    @CheckForNull
    static String anyForbids(Stage stage, Item job) {
        for (StageLimit each : ExtensionList.lookup(StageLimit.class)) {
            String who = each.forbids(stage, job);
            if (who != null) {
                return who;
            }
        }
        return null;
    }

    /** What a step says, and what is given besides. */
    static Map<String, String> allSecrets(Stage stage, Item job, Map<String, String> ofStep) {
        Map<String, String> all = new LinkedHashMap<>();
        ExtensionList.lookup(StageLimit.class).forEach(each -> all.putAll(each.secrets(stage, job)));
        all.putAll(ofStep);
        return all;
    }
}
