package io.jenkins.plugins.environments.jenkins.background;

import hudson.Extension;
import io.jenkins.plugins.environments.jenkins.config.ConfigurationGuard;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Environments keep their stage and their target, whatever these are called now: without them nobody could take the
 * environments away. Not asked while
 * Jenkins starts, as a configuration from code must not stop it.
 */
@Extension
public final class LiveEnvironments implements ConfigurationGuard {

    private static final int SHOWN = 10;

    @Override
    public void targets(Set<String> ids) {
        check(ids, Environment::target, "target");
    }

    @Override
    public void stages(Set<String> names) {
        check(names, Environment::stage, "stage");
    }

    @Override
    public boolean isTargetInUse(String identity) {
        return isInUse(identity, Environment::target);
    }

    @Override
    public boolean isStageInUse(String identity) {
        return isInUse(identity, Environment::stage);
    }

    private static boolean isInUse(String identity, Function<Environment, String> needed) {
        return Background.get().ifRunning().stream()
                .flatMap(lifecycle -> lifecycle.environments().stream())
                .anyMatch(each -> needed.apply(each).equals(identity));
    }

    private static void check(Set<String> kept, Function<Environment, String> needed, String what) {
        List<Environment> orphaned = Background.get()
                .ifRunning()
                .map(lifecycle -> lifecycle.environments().stream()
                        .filter(each -> !kept.contains(needed.apply(each)))
                        .toList())
                .orElse(List.of());
        if (!orphaned.isEmpty()) {
            String name = needed.apply(orphaned.get(0));
            String ids = orphaned.stream()
                    .filter(each -> needed.apply(each).equals(name))
                    .limit(SHOWN)
                    .map(each -> each.id().value())
                    .collect(Collectors.joining(", "));
            throw new InvalidInputException(new Problem(
                    Position.of(what + " " + name),
                    "it can't be deleted while environments live there: " + ids,
                    "destroy them first, or keep it; if it has another name now, say so with identity: \"" + name
                            + "\""));
        }
    }
}
