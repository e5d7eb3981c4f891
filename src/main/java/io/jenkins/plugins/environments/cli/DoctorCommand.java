package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.docker.host.DockerTarget;
import io.jenkins.plugins.environments.target.docker.host.EngineHealth;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.cluster.TargetHealth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says of each target whether it is reachable, whether we may do what we need, and what is there. */
@Command(
        name = "doctor",
        description = "Is each target reachable, allowed, complete? Changes nothing.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private TargetOptions target;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, Object> documents = new LinkedHashMap<>();
        List<String> text = new ArrayList<>();
        boolean usable = true;
        try (CommandTargets targets = new CommandTargets(target.configuration(), target)) {
            for (String id : targets.ids()) {
                Target each = targets.target(id);
                if (each instanceof KubernetesTarget cluster) {
                    TargetHealth health = cluster.health();
                    documents.put(id, document(health));
                    text.add(text(id, health));
                    usable &= health.usable();
                } else if (each instanceof DockerTarget engine) {
                    EngineHealth health = engine.health();
                    documents.put(id, document(health));
                    text.add(text(id, health));
                    usable &= health.usable();
                }
            }
        }
        output.print(spec.commandLine().getOut(), documents, String.join("\n", text));
        return usable ? 0 : Errors.FAILED;
    }

    private static Map<String, Object> document(TargetHealth health) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("reachable", health.reachable());
        document.put("version", health.version());
        document.put("missing", health.missing());
        document.put("ingressClasses", health.ingressClasses());
        document.put("defaultStorageClass", health.defaultStorageClass());
        document.put("problems", health.problems());
        return document;
    }

    private static String text(String id, TargetHealth health) {
        List<String> lines = new ArrayList<>();
        lines.add(id + ": " + (health.reachable() ? "reachable, Kubernetes " + health.version() : "not reachable"));
        if (health.reachable()) {
            lines.add("  ingress classes: " + (health.ingressClasses().isEmpty() ? "none" : health.ingressClasses()));
            lines.add("  default storage class: "
                    + (health.defaultStorageClass() == null ? "none" : health.defaultStorageClass()));
            lines.add(
                    health.missing().isEmpty()
                            ? "  every permission that is needed is there"
                            : "  missing permissions:");
            health.missing().forEach(permission -> lines.add("    " + permission));
        }
        health.problems().forEach(problem -> lines.add("  " + problem));
        return String.join("\n", lines);
    }

    private static Map<String, Object> document(EngineHealth health) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("reachable", health.reachable());
        document.put("version", health.version());
        document.put("storageDriver", health.storageDriver());
        document.put("freeDisk", health.freeDisk());
        document.put("compose", health.compose());
        document.put("edge", health.edge());
        document.put("problems", health.problems());
        return document;
    }

    private static String text(String id, EngineHealth health) {
        List<String> lines = new ArrayList<>();
        lines.add(id + ": " + (health.reachable() ? "reachable, Docker " + health.version() : "not reachable"));
        if (health.reachable()) {
            lines.add("  storage driver: " + health.storageDriver());
            Long free = health.freeDisk();
            lines.add("  free disk: "
                    + (free == null
                            ? "not known: the engine is on another machine, and its API does not tell"
                            : free / (1 << 30) + " GiB"));
            lines.add("  compose: " + (health.compose() == null ? "none" : health.compose()));
            lines.add("  edge: " + (health.edge() ? "its network is there" : "none"));
        }
        health.problems().forEach(problem -> lines.add("  " + problem));
        return String.join("\n", lines);
    }
}
