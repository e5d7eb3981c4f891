package io.jenkins.plugins.environments.model.stack;

import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Service.Attachment;
import io.jenkins.plugins.environments.model.stack.Service.Dependency;
import io.jenkins.plugins.environments.model.stack.Service.FileGrant;
import io.jenkins.plugins.environments.model.stack.Service.Hosts;
import io.jenkins.plugins.environments.model.stack.Service.Image;
import io.jenkins.plugins.environments.model.stack.Service.Process;
import io.jenkins.plugins.environments.model.stack.Service.Security;
import io.jenkins.plugins.environments.model.stack.ServiceOptions.Scale;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Stacks made by hand, as short as what a test is about. A service says only what differs from {@code image: x}. */
public final class StackFixtures {

    private StackFixtures() {}

    /** A place in the file; services are at column 3, what belongs to them at column 5. */
    public static Position at(int line) {
        return new Position("compose.yaml", line, 5);
    }

    /** A stack of these services, with the volumes and networks that they name. */
    public static Stack stack(ServiceFixture... services) {
        return stack(List.of(services), List.of(), List.of());
    }

    /** A stack of these services, with these volumes and networks in place of those made up. */
    public static Stack stack(List<ServiceFixture> services, List<Volume> volumes, List<Network> networks) {
        return stack(services, volumes, networks, List.of(), List.of());
    }

    public static Stack stack(
            List<ServiceFixture> services,
            List<Volume> volumes,
            List<Network> networks,
            List<StackFile> configs,
            List<StackFile> secrets) {
        Map<String, Service> byName = new LinkedHashMap<>();
        Map<String, Volume> allVolumes = new LinkedHashMap<>();
        Map<String, Network> allNetworks = new LinkedHashMap<>();
        volumes.forEach(volume -> allVolumes.put(volume.name(), volume));
        networks.forEach(network -> allNetworks.put(network.name(), network));
        services.stream().map(ServiceFixture::build).forEach(service -> {
            byName.put(service.name(), service);
            service.mounts().forEach(mount -> {
                if (mount instanceof Mount.NamedVolume named) {
                    allVolumes.putIfAbsent(named.volume(), volume(named.volume()));
                }
            });
            service.networks()
                    .keySet()
                    .forEach(name -> allNetworks.putIfAbsent(name, new Network(name, false, null, at(90))));
        });
        return new Stack("shop", byName, allVolumes, allNetworks, files(configs), files(secrets));
    }

    public static ServiceFixture service(String name) {
        return new ServiceFixture(name);
    }

    public static Volume volume(String name) {
        return new Volume(name, null, Map.of(), Map.of(), at(80));
    }

    public static Volume volume(String name, Map<String, String> driverOptions, Map<String, String> labels) {
        return new Volume(name, null, driverOptions, labels, at(80));
    }

    public static Value.Plain plain(String text) {
        return new Value.Plain(text, at(20));
    }

    /** A sensitive value with a digest that tells nothing but itself. */
    public static Value.Sensitive sensitive(String key) {
        return new Value.Sensitive(key, "digest-of-" + key, at(21));
    }

    public static Mount.NamedVolume mounted(String volume, String target) {
        return new Mount.NamedVolume(volume, target, false, null, at(30));
    }

    public static Port port(int target) {
        return new Port(target, null, "tcp", null, null, null, at(12));
    }

    public static Port published(int published, int target) {
        return new Port(target, published, "tcp", null, null, null, at(12));
    }

    public static HealthCheck healthcheck(String... words) {
        return check(false, Stream.of(words).map(StackFixtures::plain).toList());
    }

    public static HealthCheck shellCheck(Value line) {
        return check(true, List.of(line));
    }

    /** Compose's defaults for all but the test. */
    public static HealthCheck check(boolean shell, List<? extends Value> test) {
        return new HealthCheck(
                false,
                shell,
                List.copyOf(test),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ofSeconds(5),
                3,
                at(15));
    }

    public static Mount.BoundFile file(String path, String text) {
        return new Mount.BoundFile(path, new Content(plain(text), false), false);
    }

    private static Map<String, StackFile> files(List<StackFile> files) {
        Map<String, StackFile> byName = new LinkedHashMap<>();
        files.forEach(file -> byName.put(file.name(), file));
        return byName;
    }

    /** A service in the making; every method answers this. */
    public static final class ServiceFixture {

        private final String name;
        private Position position = new Position("compose.yaml", 3, 3);
        private Image image;
        private Service.Build build;
        private Process process = new Process(null, null, null, null, null, false, false, false);
        private final Map<String, Value> environment = new LinkedHashMap<>();
        private final List<Port> ports = new ArrayList<>();
        private final List<Port> expose = new ArrayList<>();
        private final List<Mount> mounts = new ArrayList<>();
        private final List<FileGrant> files = new ArrayList<>();
        private final Map<String, Dependency> dependsOn = new LinkedHashMap<>();
        private HealthCheck healthcheck;
        private final Map<String, Attachment> networks = new LinkedHashMap<>();
        private int replicas = 1;
        private Resources resources = Resources.NONE;
        private Security security =
                new Security(null, List.of(), List.of(), List.of(), false, false, List.of(), Map.of(), at(40));
        private Hosts hosts = new Hosts(null, null, Map.of(), List.of(), List.of(), List.of(), null);
        private String restart;
        private final Map<String, Value> labels = new LinkedHashMap<>();
        private ServiceOptions options = ServiceOptions.NONE;

        private ServiceFixture(String name) {
            this.name = name;
            this.image = new Image("registry.example/" + name + ":1", at(4));
        }

        public ServiceFixture line(int line) {
            position = new Position("compose.yaml", line, 3);
            return this;
        }

        public ServiceFixture image(String reference) {
            image = reference == null ? null : new Image(reference, at(4));
            return this;
        }

        public ServiceFixture pull(String policy) {
            image = new Image(image.reference(), policy, at(4));
            return this;
        }

        public ServiceFixture onlyBuilt() {
            image = null;
            build = new Service.Build(".", null, null, Map.of(), at(4));
            return this;
        }

        public ServiceFixture process(UnaryOperator<ProcessFixture> change) {
            process = change.apply(new ProcessFixture()).build();
            return this;
        }

        public ServiceFixture command(String... words) {
            return process(
                    p -> p.command(Stream.of(words).map(StackFixtures::plain).toArray(Value[]::new)));
        }

        public ServiceFixture env(String variable, String text) {
            environment.put(variable, plain(text));
            return this;
        }

        public ServiceFixture secretEnv(String variable) {
            environment.put(variable, sensitive(name + "/" + variable));
            return this;
        }

        public ServiceFixture port(Port port) {
            ports.add(port);
            return this;
        }

        public ServiceFixture expose(int port) {
            expose.add(StackFixtures.port(port));
            return this;
        }

        public ServiceFixture mount(Mount mount) {
            mounts.add(mount);
            return this;
        }

        public ServiceFixture volume(String volume, String target) {
            return mount(mounted(volume, target));
        }

        public ServiceFixture gets(FileGrant grant) {
            files.add(grant);
            return this;
        }

        public ServiceFixture after(String service, Dependency.Condition condition) {
            dependsOn.put(service, new Dependency(condition, true, false, at(50)));
            return this;
        }

        public ServiceFixture restartedWith(String service) {
            dependsOn.put(service, new Dependency(Dependency.Condition.STARTED, true, true, at(50)));
            return this;
        }

        public ServiceFixture healthcheck(HealthCheck check) {
            healthcheck = check;
            return this;
        }

        public ServiceFixture network(String network, String... aliases) {
            networks.put(network, new Attachment(List.of(aliases), at(60)));
            return this;
        }

        public ServiceFixture replicas(int number) {
            replicas = number;
            return this;
        }

        public ServiceFixture scale(int min, int max, boolean stateful) {
            options = new ServiceOptions(
                    ServiceOptions.Link.AUTOMATIC,
                    new Scale(min, max, 80, stateful, at(70)),
                    List.of(),
                    null,
                    Map.of());
            return this;
        }

        public ServiceFixture resources(String cpuLimit, Long memoryLimit, String cpu, Long memory) {
            resources = new Resources(
                    cpuLimit == null ? null : new BigDecimal(cpuLimit),
                    memoryLimit,
                    null,
                    cpu == null ? null : new BigDecimal(cpu),
                    memory,
                    null);
            return this;
        }

        public ServiceFixture resources(Resources given) {
            resources = given;
            return this;
        }

        public ServiceFixture user(String user) {
            return security(
                    new Security(user, List.of(), List.of(), List.of(), false, false, List.of(), Map.of(), at(40)));
        }

        public ServiceFixture security(Security given) {
            security = given;
            return this;
        }

        public ServiceFixture hosts(Hosts given) {
            hosts = given;
            return this;
        }

        public ServiceFixture networkMode(String mode) {
            return hosts(new Hosts(null, null, Map.of(), List.of(), List.of(), List.of(), mode));
        }

        public ServiceFixture restart(String policy) {
            restart = policy;
            return this;
        }

        public ServiceFixture label(String key, Value value) {
            labels.put(key, value);
            return this;
        }

        /** The record; a service that names no network is in {@code default}, unless it has a network mode. */
        public Service build() {
            Map<String, Attachment> all = new LinkedHashMap<>(networks);
            if (all.isEmpty() && hosts.networkMode() == null) {
                all.put("default", new Attachment(List.of(), position));
            }
            return new Service(
                    name,
                    position,
                    image,
                    build,
                    process,
                    environment,
                    ports,
                    expose,
                    mounts,
                    files,
                    dependsOn,
                    healthcheck,
                    all,
                    replicas,
                    resources,
                    security,
                    hosts,
                    restart,
                    List.of(),
                    labels,
                    options);
        }
    }

    /** What runs in a container, in the making. */
    public static final class ProcessFixture {

        private List<Value> entrypoint;
        private List<Value> command;
        private String workingDir;
        private String stopSignal;
        private Long stopGraceSeconds;
        private boolean tty;
        private boolean stdinOpen;
        private boolean init;

        public ProcessFixture entrypoint(Value... words) {
            entrypoint = Arrays.asList(words);
            return this;
        }

        public ProcessFixture command(Value... words) {
            command = Arrays.asList(words);
            return this;
        }

        public ProcessFixture workingDir(String folder) {
            workingDir = folder;
            return this;
        }

        public ProcessFixture stopSignal(String signal) {
            stopSignal = signal;
            return this;
        }

        public ProcessFixture stopGraceSeconds(long seconds) {
            stopGraceSeconds = seconds;
            return this;
        }

        public ProcessFixture terminal() {
            tty = true;
            stdinOpen = true;
            return this;
        }

        public ProcessFixture init() {
            init = true;
            return this;
        }

        private Process build() {
            return new Process(entrypoint, command, workingDir, stopSignal, stopGraceSeconds, tty, stdinOpen, init);
        }
    }
}
