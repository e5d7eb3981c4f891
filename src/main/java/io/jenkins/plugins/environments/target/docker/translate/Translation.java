package io.jenkins.plugins.environments.target.docker.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Network;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.Value;
import io.jenkins.plugins.environments.model.stack.Volume;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Findings;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile.ComposedService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns what an environment shall be into the Compose file that brings it about. */
public final class Translation {

    /** So many digits of the digest tell a service's generations apart. */
    private static final int GENERATION = 8;

    private final Desired desired;
    private final Stack stack;
    private final DockerSettings settings;
    private final Findings findings = new Findings();
    private final Texts texts = new Texts();
    private final FilePlan files;
    private final EdgeLabels edgeLabels;
    private final Map<String, ComposedService> composed = new LinkedHashMap<>();

    private final Map<String, Integer> priorities;

    private Translation(Desired desired, DockerSettings settings, Map<String, Integer> priorities) {
        this.priorities = priorities;
        this.desired = desired;
        this.stack = desired.stack();
        this.settings = settings;
        this.files = new FilePlan(stack.configs(), stack.secrets(), findings);
        this.edgeLabels = new EdgeLabels(desired.id(), settings);
    }

    /**
     * The Compose file of an environment: the same for the same input.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException with every reason why the stack can't run on
     *     an engine
     */
    public static ComposeFile translate(Desired desired, DockerSettings settings) {
        return translate(desired, settings, Map.of());
    }

    /**
     * The Compose file that makes new generations beside older ones.
     *
     * @param priorities service to the priority of its route, where that is not {@link EdgeLabels#FIRST}; no part of any
     *     digest
     */
    public static ComposeFile translate(Desired desired, DockerSettings settings, Map<String, Integer> priorities) {
        return new Translation(desired, settings, priorities).file();
    }

    private ComposeFile file() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", desired.id().value());
        Map<String, Object> services = new LinkedHashMap<>();
        stack.services().values().forEach(service -> services.put(service.name(), service(service)));
        document.put("services", services);
        document.put("networks", networks());
        Map<String, Object> volumes = volumes();
        if (!volumes.isEmpty()) {
            document.put("volumes", volumes);
        }
        new Limits(desired.quota(), findings).look(stack);
        stack.manifests().stream()
                .findFirst()
                .ifPresent(manifest -> findings.error(
                        manifest.position(),
                        "the stage's target is a Docker engine, which knows no Kubernetes manifests ("
                                + manifest.title() + ")",
                        "name Compose files, or a stage whose target is a Kubernetes cluster"));
        findings.refuseErrors();
        return new ComposeFile(document, composed, texts.variables(), files.entries(), findings.warnings());
    }

    private Map<String, Object> service(Service service) {
        new Refusals(findings).look(service);
        new Unsupported(stack, findings).report(service);
        Map<String, Object> result = new LinkedHashMap<>();
        String given = desired.images().get(service.name());
        Service.Image named = service.image();
        String image = given != null ? given : named != null ? named.reference() : desired.id() + "-" + service.name();
        Service.Build build = given == null ? service.build() : null;
        result.put("image", Texts.plain(image));
        if (build != null) {
            result.put("build", build(build));
        }
        if (given == null && named != null) {
            put(result, "pull_policy", named.pullPolicy());
        }
        int sensitive = texts.sensitive() + files.sensitive();
        new ServiceWriter(texts, files).write(service, result);
        boolean secretive = texts.sensitive() + files.sensitive() > sensitive;
        Optional<Link> link = desired.links().stream()
                .filter(each -> each.service().equals(service.name()))
                .findFirst();
        networks(service, result);
        dependencies(service, result);
        boolean job = isJob(stack, service);
        // A service that goes on comes back with the engine; Compose alone would leave it down.
        String restart = service.restart();
        result.put("restart", job ? onlyFailures(restart) : restart == null ? "unless-stopped" : restart);
        int replicas = replicas(service, job);
        if (replicas != 1) {
            result.put("scale", replicas);
        }
        Map<String, String> labels = labels(service, job);
        if (secretive) {
            labels.put(Labels.SENSITIVE, "true");
        }
        Optional<Integer> loopback = link.map(LoopbackLink::port);
        loopback.ifPresent(port -> labels.put(Labels.PORTS, LoopbackLink.range(port, replicas)));
        ports(service, link, loopback.map(port -> labels.get(Labels.PORTS)), result);
        result.put("labels", labels);
        Optional<Link> routed = loopback.isPresent() ? Optional.empty() : link;
        String digest = Texts.digest(result
                + String.valueOf(routed.map(each -> edgeLabels.of(each, "", 0)).orElse(Map.of())));
        labels.put(Labels.APPLIED, digest);
        routed.ifPresent(each -> labels.putAll(edgeLabels.of(
                each, digest.substring(0, GENERATION), priorities.getOrDefault(service.name(), EdgeLabels.FIRST))));
        composed.put(
                service.name(),
                new ComposedService(
                        image, build != null, digest, replicas, job, routed.isPresent() && isWithoutVolumes(service)));
        return result;
    }

    /** None but on 127.0.0.1: what the settings let through, and a link's where there is no edge. */
    private void ports(Service service, Optional<Link> link, Optional<String> loopback, Map<String, Object> into) {
        List<String> ports = new ArrayList<>();
        link.ifPresent(each -> loopback.ifPresent(range -> ports.add(LoopbackLink.published(range, each.port()))));
        if (settings.loopbackPorts()) {
            service.ports().stream()
                    .filter(port -> ports.isEmpty()
                            || link.filter(each -> each.port() == port.target()).isEmpty())
                    .map(port -> "127.0.0.1::" + ServiceWriter.port(port))
                    .distinct()
                    .forEach(ports::add);
        }
        if (!ports.isEmpty()) {
            into.put("ports", ports);
        }
    }

    private Map<String, Object> build(Service.Build build) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("context", Texts.plain(build.context()));
        put(result, "dockerfile", build.dockerfile());
        put(result, "target", build.target());
        Map<String, Object> args = new TreeMap<>();
        build.args().forEach((name, value) -> args.put(name, texts.of(value)));
        if (!args.isEmpty()) {
            result.put("args", args);
        }
        result.put("labels", mark());
        return result;
    }

    /**
     * The stack's own networks. The edge's is not among them: Compose would make the service's name known there, where
     * services of all environments are, and one could take what is meant for another's. The target connects it itself.
     */
    private void networks(Service service, Map<String, Object> into) {
        String mode = service.hosts().networkMode();
        if (mode != null && !mode.equals("default") && !mode.equals("bridge")) {
            into.put("network_mode", Texts.plain(mode));
            return;
        }
        Map<String, Object> networks = new LinkedHashMap<>();
        service.networks().forEach((name, attachment) -> {
            Map<String, Object> attached = new LinkedHashMap<>();
            if (!attachment.aliases().isEmpty()) {
                attached.put(
                        "aliases",
                        attachment.aliases().stream().map(Texts::plain).toList());
            }
            networks.put(name, attached);
        });
        into.put("networks", networks);
    }

    private void dependencies(Service service, Map<String, Object> into) {
        Map<String, Object> dependencies = new LinkedHashMap<>();
        service.dependsOn().forEach((name, dependency) -> {
            if (stack.services().containsKey(name)) {
                String condition =
                        switch (dependency.condition()) {
                            case STARTED -> "service_started";
                            case HEALTHY -> "service_healthy";
                            case COMPLETED -> "service_completed_successfully";
                        };
                dependencies.put(name, new LinkedHashMap<>(Map.of("condition", condition)));
            }
        });
        if (!dependencies.isEmpty()) {
            into.put("depends_on", dependencies);
        }
    }

    private static String onlyFailures(@CheckForNull String restart) {
        return restart != null && restart.startsWith("on-failure") ? restart : "no";
    }

    /** How many containers a service of the stack gets. */
    public static int containers(Stack stack, Service service) {
        return replicas(service, isJob(stack, service));
    }

    private static int replicas(Service service, boolean job) {
        if (job) {
            return Math.min(1, service.replicas());
        }
        var scale = service.options().scale();
        return scale == null || service.replicas() == 0
                ? service.replicas()
                : Math.max(scale.min(), service.replicas());
    }

    /** As on Kubernetes: another service waits for its end, or it is not restarted and nothing tells that it goes on. */
    private static boolean isJob(Stack stack, Service service) {
        boolean waitedFor = stack.services().values().stream()
                .map(other -> other.dependsOn().get(service.name()))
                .anyMatch(dependency -> dependency != null && dependency.condition() == Condition.COMPLETED);
        var check = service.healthcheck();
        boolean goesOn =
                !service.ports().isEmpty() || !service.expose().isEmpty() || check != null && !check.disabled();
        return waitedFor || "no".equals(service.restart()) && !goesOn;
    }

    private static boolean isWithoutVolumes(Service service) {
        return service.mounts().stream()
                .noneMatch(mount -> mount instanceof Mount.NamedVolume named && !named.readOnly()
                        || mount instanceof Mount.AnonymousVolume);
    }

    private Map<String, String> labels(Service service, boolean job) {
        Map<String, String> labels = mark();
        labels.put(Labels.SERVICE, service.name());
        if (job) {
            labels.put(Labels.JOB, "true");
        }
        String after = String.join(
                ",",
                service.dependsOn().keySet().stream()
                        .filter(stack.services()::containsKey)
                        .toList());
        if (!after.isEmpty()) {
            labels.put(Labels.AFTER, after);
        }
        service.labels().forEach((name, value) -> {
            boolean ours = name.startsWith("traefik.")
                    || name.startsWith("com.docker.compose.")
                    || name.startsWith(Labels.PREFIX);
            if (!ours && value instanceof Value.Plain plain) {
                labels.put(name, Texts.plain(plain.text()));
            }
        });
        return labels;
    }

    /** What everything of the environment carries. */
    private Map<String, String> mark() {
        Map<String, String> labels = new TreeMap<>(Marks.of(desired));
        labels.replaceAll((name, value) -> Texts.plain(value));
        return labels;
    }

    private Map<String, Object> networks() {
        Map<String, Object> networks = new LinkedHashMap<>();
        for (Network network : stack.networks().values()) {
            networks.put(network.name(), network(network));
        }
        return networks;
    }

    private Map<String, Object> network(Network network) {
        String external = network.external();
        if (external != null) {
            return external(external);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("name", desired.id() + "_" + network.name());
        if (network.internal()) {
            result.put("internal", true);
        }
        result.put("labels", marked(network.name()));
        return result;
    }

    private Map<String, Object> volumes() {
        Map<String, Object> volumes = new LinkedHashMap<>();
        for (Volume volume : stack.volumes().values()) {
            String external = volume.external();
            if (external != null) {
                volumes.put(volume.name(), external(external));
                continue;
            }
            new Refusals(findings).look(volume);
            new Unsupported(stack, findings).report(volume);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("name", desired.id() + "_" + volume.name());
            Map<String, Object> options = new TreeMap<>();
            volume.driverOptions().forEach((name, value) -> {
                if (!name.equals("size")) {
                    options.put(name, Texts.plain(value));
                }
            });
            if (!options.isEmpty()) {
                result.put("driver_opts", options);
            }
            result.put("labels", marked(volume.name()));
            volumes.put(volume.name(), result);
        }
        return volumes;
    }

    private static Map<String, Object> external(String name) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("external", true);
        result.put("name", Texts.plain(name));
        return result;
    }

    private Map<String, String> marked(String name) {
        Map<String, String> labels = mark();
        labels.put(Labels.NAME, name);
        return labels;
    }

    private static void put(Map<String, Object> into, String key, @CheckForNull String text) {
        if (text != null) {
            into.put(key, Texts.plain(text));
        }
    }
}
