package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.jenkins.plugins.environments.model.stack.Resources;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Volume;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The pods of a service. */
final class Pods {

    /** An image's id, which nobody but the engine that has it knows. */
    private static final Pattern ONE_ENGINES = Pattern.compile("sha256:[0-9a-f]{64}");

    /** Compose's default. */
    private static final Long STOP_GRACE_SECONDS = 10L;

    /** An autoscaler compares with what was asked for; so something must be. */
    private static final BigDecimal SCALED_CPU = new BigDecimal("0.1");

    private final Context context;
    private final Claims claims;
    private final Configuration configuration;
    private final Files files;
    private final Map<String, PodTemplateSpec> templates = new HashMap<>();

    Pods(Context context, Claims claims, Configuration configuration) {
        this.context = context;
        this.claims = claims;
        this.configuration = configuration;
        this.files = new Files(context, configuration);
    }

    /** The template of a service's pods. */
    PodTemplateSpec template(Service service, Shape shape) {
        PodTemplateSpec before = templates.get(service.name());
        if (before != null) {
            return before;
        }
        PodTemplateSpec template = make(service, shape);
        templates.put(service.name(), template);
        return template;
    }

    private PodTemplateSpec make(Service service, Shape shape) {
        Storage storage = new Storage(context, claims, files, service);
        Long grace = service.process().stopGraceSeconds();
        SecurityContexts security = new SecurityContexts(context, service);
        Container container = container(service, storage, security);
        PodSpec spec = new PodSpec();
        spec.setInitContainers(new StartOrder(context).waits(service, container));
        spec.setContainers(List.of(container));
        spec.setVolumes(storage.volumes());
        spec.setSecurityContext(security.pod());
        spec.setTerminationGracePeriodSeconds(
                (grace == null ? STOP_GRACE_SECONDS : grace) + Farewell.seconds(context, service));
        // A stack knows no Kubernetes: neither its API nor the variables that it would add.
        spec.setAutomountServiceAccountToken(false);
        spec.setEnableServiceLinks(false);
        // Then not the service but the pod's own first process gets what others leave behind, as with Docker's init.
        spec.setShareProcessNamespace(service.process().init() ? Boolean.TRUE : null);
        spec.setAffinity(affinity(service));
        spec.setRestartPolicy(shape == Shape.JOB ? "Never" : "Always");
        new HostSettings(context, service, shape).add(spec);
        ObjectMeta meta = new ObjectMeta();
        meta.setLabels(labels(service));
        meta.setAnnotations(restartedWith(service));
        PodTemplateSpec template = new PodTemplateSpec();
        template.setMetadata(meta);
        template.setSpec(spec);
        return template;
    }

    /** Pods whose note changes are replaced: so it changes with the pods of the services that it is to be started with. */
    private Map<String, String> restartedWith(Service service) {
        Map<String, String> digests = new TreeMap<>();
        StartOrder.strict(context, service)
                .forEach(other -> digests.put(
                        other.name(), ContentDigest.ofObject(template(other, Shape.of(context, claims, other)))));
        return digests.isEmpty() ? Map.of() : Map.of(Labels.RESTARTED_WITH, ContentDigest.of(digests));
    }

    private Map<String, String> labels(Service service) {
        Map<String, String> labels = new TreeMap<>(context.metadata().labels(service.name()));
        Policies.networks(context, service).forEach(network -> labels.put(Policies.label(network), "true"));
        if (!context.links(service).isEmpty()) {
            labels.put(Labels.LINKED, "true");
        }
        claims.of(service).stream()
                .filter(claims::tiesToNode)
                .forEach(volume -> labels.put(volumeLabel(volume), "true"));
        return labels;
    }

    private Container container(Service service, Storage storage, SecurityContexts security) {
        CommandLine commandLine = new CommandLine(service);
        Container container = new Container();
        container.setName(context.name(service));
        container.setImage(image(service));
        container.setImagePullPolicy(pullPolicy(service));
        container.setLifecycle(Farewell.of(context, service));
        container.setCommand(commandLine.command());
        container.setArgs(commandLine.arguments());
        container.setWorkingDir(service.process().workingDir());
        container.setTty(service.process().tty() ? Boolean.TRUE : null);
        container.setStdin(service.process().stdinOpen() ? Boolean.TRUE : null);
        container.setEnvFrom(Variables.of(context, configuration, service, commandLine.hidden()));
        container.setVolumeMounts(storage.mounts());
        container.setResources(resources(service));
        container.setSecurityContext(security.container());
        // When a container ends badly, the last lines of its log are kept as its message.
        container.setTerminationMessagePolicy("FallbackToLogsOnError");
        container.setPorts(Addresses.ports(service, context.links(service)).stream()
                .map(Pods::port)
                .toList());
        Probes.add(container, service, commandLine, context.links(service));
        return container;
    }

    private static ContainerPort port(Addresses.Numbered port) {
        ContainerPort object = new ContainerPort();
        object.setName(port.name());
        object.setContainerPort(port.number());
        object.setProtocol(port.protocol());
        return object;
    }

    private String image(Service service) {
        String override = context.desired().images().get(service.name());
        if (override != null) {
            if (ONE_ENGINES.matcher(override).matches()) {
                context.findings()
                        .error(
                                service.position(),
                                "the image of service " + service.name() + ", " + override
                                        + ", exists only on the Docker engine on which it was built",
                                "push it to a registry and deploy its name with images to the stage before, then"
                                        + " promote that");
            }
            return override;
        }
        Service.Image image = service.image();
        if (image != null) {
            return image.reference();
        }
        Service.Build build = service.build();
        context.findings()
                .error(
                        build == null ? service.position() : build.position(),
                        "service " + service.name()
                                + (build == null ? " has no image" : " is only built, and a cluster builds no images"),
                        "push the image to a registry and pass images: [" + service.name() + ": '…']");
        return "";
    }

    private static String pullPolicy(Service service) {
        Service.Image image = service.image();
        String given = image == null ? null : image.pullPolicy();
        String asked = given == null ? "missing" : given;
        if (asked.equals("never")) {
            return "Never";
        }
        boolean again =
                asked.equals("always") || asked.equals("daily") || asked.equals("weekly") || asked.startsWith("every_");
        return again ? "Always" : "IfNotPresent";
    }

    private static @CheckForNull ResourceRequirements resources(Service service) {
        Resources given = service.resources();
        BigDecimal cpu = given.cpuReservation();
        if (cpu == null && given.cpuLimit() == null && Workloads.isAutoscaled(service)) {
            cpu = SCALED_CPU;
        }
        Map<String, Quantity> requests = amounts(cpu, given.memoryReservation());
        Map<String, Quantity> limits = amounts(given.cpuLimit(), given.memoryLimit());
        if (requests.isEmpty() && limits.isEmpty()) {
            return null;
        }
        ResourceRequirements resources = new ResourceRequirements();
        resources.setRequests(requests);
        resources.setLimits(limits);
        return resources;
    }

    private static Map<String, Quantity> amounts(@CheckForNull BigDecimal cores, @CheckForNull Long bytes) {
        Map<String, Quantity> amounts = new TreeMap<>();
        if (cores != null) {
            amounts.put("cpu", Quantities.cores(cores));
        }
        if (bytes != null) {
            amounts.put("memory", Quantities.bytes(bytes));
        }
        return amounts;
    }

    /** A volume that one node alone can mount brings all its users to that node; the first of them chooses it. */
    private @CheckForNull Affinity affinity(Service service) {
        List<PodAffinityTerm> terms = claims.of(service).stream()
                .filter(claims::tiesToNode)
                .map(volume -> new PodAffinityTermBuilder()
                        .withNewLabelSelector()
                        .addToMatchLabels(volumeLabel(volume), "true")
                        .endLabelSelector()
                        .withTopologyKey("kubernetes.io/hostname")
                        .build())
                .toList();
        return terms.isEmpty()
                ? null
                : new AffinityBuilder()
                        .withNewPodAffinity()
                        .withRequiredDuringSchedulingIgnoredDuringExecution(terms)
                        .endPodAffinity()
                        .build();
    }

    private String volumeLabel(Volume volume) {
        return Labels.VOLUME_PREFIX + context.names().volume(volume.name());
    }
}
