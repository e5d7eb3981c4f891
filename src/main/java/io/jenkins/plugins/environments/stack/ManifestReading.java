package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.SourceFile;
import io.jenkins.plugins.environments.model.StackInputs;
import io.jenkins.plugins.environments.model.stack.Manifest;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What reading manifests gave.
 *
 * @param manifests without any sensitive text
 * @param secrets the values of Secrets, by the keys that the manifests name
 * @param sources every file that was read, sensitive values cut out
 * @param warnings what a person should know
 */
public record ManifestReading(
        List<Manifest> manifests, SecretValues secrets, List<SourceFile> sources, List<Problem> warnings) {

    public ManifestReading {
        manifests = List.copyOf(manifests);
        sources = List.copyOf(sources);
        warnings = List.copyOf(warnings);
    }

    /** A stack of these manifests alone. */
    public StackReading alone(String name) {
        return new StackReading(
                new Stack(name, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), manifests),
                secrets,
                sources,
                warnings,
                new StackInputs(List.of(), List.of(), Set.of(), Map.of(), Set.of(), Set.of(), Set.of()));
    }

    /** The services of Compose files with these manifests beside them. */
    public StackReading beside(StackReading services) {
        List<SourceFile> allSources = new ArrayList<>(services.sources());
        allSources.addAll(sources);
        List<Problem> allWarnings = new ArrayList<>(services.warnings());
        allWarnings.addAll(warnings);
        return new StackReading(
                services.stack().with(manifests),
                services.secrets().and(secrets),
                allSources,
                allWarnings,
                services.inputs());
    }
}
