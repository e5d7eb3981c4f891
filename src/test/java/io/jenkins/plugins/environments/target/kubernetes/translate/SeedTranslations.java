package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.jenkins.plugins.environments.lifecycle.Links;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.stack.SeedStacks;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import java.util.Locale;
import java.util.Map;

/** The objects of the five projects, each for its pull request 42 in staging. */
final class SeedTranslations {

    private SeedTranslations() {}

    /** On a cluster with Ingress; the project for OpenShift on one of that kind. */
    static Manifests of(SeedStacks seed) {
        return of(
                seed,
                "env-",
                seed == SeedStacks.CKAN_OPENSHIFT ? new Capabilities(true, true, true, true) : Capabilities.PLAIN);
    }

    static Manifests of(SeedStacks seed, String namespacePrefix, Capabilities capabilities) {
        KubernetesSettings settings =
                new KubernetesSettings(namespacePrefix, Exposure.AUTO, null, null, null, null, "edge");
        return Translation.translate(desired(seed), settings, capabilities);
    }

    static Desired desired(SeedStacks seed) {
        Stack stack = seed.read().stack();
        Stage stage = Stage.unconfigured("staging", "cluster-a");
        Change change = new Change(name(seed), 42, "feature/next", "4be1f0c", "Next", null);
        return new Desired(
                EnvironmentId.of(change.project(), stage.name(), change.key()),
                "controller-1",
                stage.name(),
                change,
                Lifetime.PER_CHANGE,
                stack,
                Map.of(),
                Links.of(stage, change, stack),
                stage.quota());
    }

    static String name(SeedStacks seed) {
        return seed.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
