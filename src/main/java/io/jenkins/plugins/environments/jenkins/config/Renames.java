package io.jenkins.plugins.environments.jenkins.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;

/**
 * Targets and stages that got another name in the form keep their environments: each says, beside its name, which one it
 * had when the form was drawn, and that becomes its identity while something lives there.
 */
final class Renames {

    private Renames() {}

    static void followStages(Object form, List<StageSettings> stages) {
        for (int i = 0; i < stages.size(); i++) {
            StageSettings stage = stages.get(i);
            follow(former(form, i), stage.getName(), stage.getIdentity(), Renames::isStageInUse, stage::setIdentity);
        }
    }

    /** Stages go with their target: they name it as it is called now. */
    static void followTargets(Object form, List<TargetSettings> targets, List<StageSettings> stages) {
        for (int i = 0; i < targets.size(); i++) {
            TargetSettings target = targets.get(i);
            String former = former(form, i);
            follow(former, target.getId(), target.getIdentity(), Renames::isTargetInUse, target::setIdentity);
            boolean gone = !former.isEmpty()
                    && targets.stream().noneMatch(each -> each.getId().equals(former));
            if (gone) {
                stages.stream()
                        .filter(stage -> stage.getTarget().equals(former))
                        .forEach(stage -> stage.follow(target.getId()));
            }
        }
    }

    private static void follow(
            String former, String name, String identity, Predicate<String> inUse, Consumer<String> keep) {
        String known = identity == null ? former : identity;
        if (!known.isEmpty() && !known.equals(name)) {
            // What nothing lives in begins anew under its new name.
            keep.accept(inUse.test(known) ? known : null);
        }
    }

    private static boolean isStageInUse(String identity) {
        return ConfigurationGuard.all().stream().anyMatch(guard -> guard.isStageInUse(identity));
    }

    private static boolean isTargetInUse(String identity) {
        return ConfigurationGuard.all().stream().anyMatch(guard -> guard.isTargetInUse(identity));
    }

    /** Empty: it was not there before. */
    private static String former(Object form, int index) {
        List<Object> entries = new ArrayList<>();
        if (form instanceof JSONArray array) {
            entries.addAll(array);
        } else if (form != null) {
            entries.add(form);
        }
        return index < entries.size() && entries.get(index) instanceof JSONObject entry
                ? entry.optString("formerName").strip()
                : "";
    }
}
