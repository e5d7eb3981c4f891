package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.HealthCheck;
import io.jenkins.plugins.environments.model.stack.Port;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns the long form of a service into its record. */
final class ServiceReader {

    /** Keys of which a target may have to say something, at their place. */
    private static final List<String> TOLD = List.of(
            "cap_add",
            "command",
            "deploy",
            "domainname",
            "entrypoint",
            "extra_hosts",
            "group_add",
            "hostname",
            "network_mode",
            "pids_limit",
            "privileged",
            "restart",
            "security_opt",
            "stop_signal",
            "sysctls",
            "user");

    private static final Pattern PUBLISHED = Pattern.compile("[0-9]{1,5}(-[0-9]{1,5})?");
    private static final Pattern ON_FAILURE = Pattern.compile("on-failure:[0-9]+");
    private static final List<String> RESTARTS = List.of("no", "always", "on-failure", "unless-stopped");

    private final Values values;
    private final MountReader mounts;
    private final Problems problems;

    ServiceReader(Values values, MountReader mounts, Problems problems) {
        this.values = values;
        this.mounts = mounts;
        this.problems = problems;
    }

    /** @param service in long form, its environment resolved */
    Service read(String name, Fields service) {
        Tree.Text image = service.scalar("image");
        return new Service(
                name,
                service.position(),
                image == null
                        ? null
                        : new Service.Image(
                                values.open(image, "\"image\""), service.text("pull_policy"), image.position()),
                build(name, service),
                process(name, service),
                named(name + "/", service.pairs("environment")),
                ports(service),
                expose(service),
                mounts.mounts(name, service),
                mounts.grants(service),
                dependencies(service),
                healthcheck(name, service),
                attachments(service),
                replicas(service),
                new ResourceReader(problems).read(service),
                security(service),
                hosts(service),
                restart(service),
                service.texts("profiles"),
                labels(name, service),
                new OptionsReader(problems).read(service),
                places(service));
    }

    private static Map<String, Position> places(Fields service) {
        Map<String, Position> places = new LinkedHashMap<>();
        TOLD.stream().filter(service::has).forEach(key -> places.put(key, service.at(key)));
        return places;
    }

    private Map<String, Value> named(String prefix, Map<String, Tree.Text> pairs) {
        Map<String, Value> result = new LinkedHashMap<>();
        pairs.forEach((name, text) -> {
            if (!text.isNull()) {
                result.put(name, values.named(text, prefix + name, name));
            }
        });
        return result;
    }

    private Map<String, Value> labels(String name, Fields service) {
        Map<String, Value> labels = named(name + "/labels.", service.pairs("labels"));
        labels.putAll(named(name + "/deploy.labels.", service.inner("deploy").pairs("labels")));
        return labels;
    }

    @CheckForNull
    private Service.Build build(String name, Fields service) {
        if (!service.has("build")) {
            return null;
        }
        Fields build = service.inner("build");
        String context = build.text("context");
        return new Service.Build(
                context == null ? "." : context,
                build.text("dockerfile"),
                build.text("target"),
                named(name + "/build.args.", build.pairs("args")),
                service.at("build"));
    }

    private Service.Process process(String name, Fields service) {
        return new Service.Process(
                words(name, service, "entrypoint"),
                words(name, service, "command"),
                service.text("working_dir"),
                service.text("stop_signal"),
                service.duration("stop_grace_period")
                        .map(time -> time.plusNanos(999_999_999).toSeconds())
                        .orElse(null),
                service.flag("tty"),
                service.flag("stdin_open"),
                service.flag("init"));
    }

    @CheckForNull
    private List<Value> words(String name, Fields service, String key) {
        return service.has(key) ? values.command(service.scalars(key), name + "/" + key) : null;
    }

    private List<Port> ports(Fields service) {
        List<Port> ports = new ArrayList<>();
        for (Fields port : service.tables("ports")) {
            long target = port.integer("target").orElse(0L);
            if (port.integer("target").isEmpty() && port.has("target")) {
                // Of another type: the schema has reported it.
                continue;
            }
            if (target < 1 || target > 65535) {
                problems.error(
                        port.at("target"), "a port has a target from 1 to 65535", "say target: 80, or whatever it is");
                continue;
            }
            String protocol = port.text("protocol");
            ports.add(new Port(
                    (int) target,
                    published(port),
                    protocol(port, protocol == null ? "tcp" : protocol),
                    port.text("host_ip"),
                    port.text("app_protocol"),
                    port.text("name"),
                    port.position()));
        }
        return ports;
    }

    private String protocol(Fields port, String protocol) {
        // Empty: a secret, which was reported.
        if (!protocol.isEmpty() && !Set.of("tcp", "udp", "sctp").contains(protocol)) {
            problems.error(
                    port.at("protocol"),
                    "\"" + protocol + "\" is no protocol of a port",
                    Nearest.remedy(protocol, List.of("tcp", "udp", "sctp"), "use tcp, udp or sctp"));
        }
        return protocol;
    }

    @CheckForNull
    private Integer published(Fields port) {
        String text = port.text("published");
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!PUBLISHED.matcher(text).matches() || Integer.parseInt(text.split("-", 2)[0]) > 65535) {
            problems.error(port.at("published"), "\"published\" has to be a port or a range", "write it as \"8080\"");
            return null;
        }
        return Integer.valueOf(text.split("-", 2)[0]);
    }

    private List<Port> expose(Fields service) {
        List<Port> ports = new ArrayList<>();
        for (Tree.Text text : service.scalars("expose")) {
            values.open(text, "\"expose\"");
            if (text.text().contains(":")) {
                problems.error(text.position(), text.quoted() + " is no port to expose", "write the port alone");
                continue;
            }
            for (Tree port : PortForm.parse(text, problems)) {
                Fields fields = new Fields((Tree.Table) port, values);
                String protocol = fields.text("protocol");
                ports.add(new Port(
                        fields.integer("target").orElseThrow().intValue(),
                        null,
                        protocol(fields, protocol == null ? "tcp" : protocol),
                        null,
                        null,
                        null,
                        text.position()));
            }
        }
        return ports;
    }

    private Map<String, Service.Dependency> dependencies(Fields service) {
        Map<String, Service.Dependency> dependencies = new LinkedHashMap<>();
        for (Tree.Text link : service.scalars("links")) {
            String[] parts = link.text().split(":", 2);
            if (parts.length == 2 && !parts[0].equals(parts[1])) {
                problems.warn(
                        link.position(),
                        "the name that this link gives \"" + parts[0] + "\" is not made",
                        "give it as an alias in a network of \"" + parts[0] + "\"");
            }
        }
        service.entries("depends_on").forEach((name, entry) -> {
            String word = entry.text("condition");
            Condition condition =
                    switch (word == null ? "service_started" : word) {
                        case "service_started" -> Condition.STARTED;
                        case "service_healthy" -> Condition.HEALTHY;
                        case "service_completed_successfully" -> Condition.COMPLETED;
                        default -> null;
                    };
            if (condition == null) {
                return;
            }
            boolean required = !Boolean.FALSE.equals(entry.flagIfGiven("required"));
            dependencies.put(
                    name, new Service.Dependency(condition, required, entry.flag("restart"), entry.position()));
        });
        return dependencies;
    }

    @CheckForNull
    private HealthCheck healthcheck(String name, Fields service) {
        if (!service.has("healthcheck")) {
            return null;
        }
        Fields check = service.inner("healthcheck");
        List<Tree.Text> test = check.scalars("test");
        String kind = test.isEmpty() ? "" : test.get(0).text();
        boolean disabled = check.flag("disable") || kind.equals("NONE");
        if (!disabled && test.isEmpty()) {
            problems.warn(
                    service.at("healthcheck"),
                    "the healthcheck has no test, and the image's own is not known here",
                    "write the test");
            return null;
        }
        if (!disabled && (!Set.of("CMD", "CMD-SHELL").contains(kind) || test.size() < 2)) {
            problems.error(
                    check.at("test"),
                    "a test in the form of a list begins with CMD, CMD-SHELL or NONE and goes on with a command",
                    "write [\"CMD\", \"program\", \"argument\"], or the command as one text");
            return null;
        }
        boolean shell = kind.equals("CMD-SHELL");
        return new HealthCheck(
                disabled,
                shell,
                disabled
                        ? List.of()
                        : values.command(test.subList(1, shell ? 2 : test.size()), name + "/healthcheck.test"),
                check.duration("interval").orElse(Duration.ofSeconds(30)),
                check.duration("timeout").orElse(Duration.ofSeconds(30)),
                check.duration("start_period").orElse(Duration.ZERO),
                check.duration("start_interval").orElse(Duration.ofSeconds(5)),
                check.integer("retries").orElse(3L).intValue(),
                service.at("healthcheck"));
    }

    private Map<String, Service.Attachment> attachments(Fields service) {
        Map<String, Service.Attachment> attachments = new LinkedHashMap<>();
        if (service.has("network_mode")) {
            return attachments;
        }
        // Docker answers to a container's own name, too.
        String container = service.text("container_name");
        List<String> own = container == null ? List.of() : List.of(container);
        if (service.inner("networks").table().entries().isEmpty()) {
            attachments.put("default", new Service.Attachment(own, service.position()));
        }
        service.entries("networks").forEach((network, entry) -> {
            List<String> aliases = new ArrayList<>(entry.texts("aliases"));
            aliases.addAll(own);
            attachments.put(network, new Service.Attachment(aliases, entry.position()));
        });
        return attachments;
    }

    private int replicas(Fields service) {
        Fields deploy = service.inner("deploy");
        long replicas =
                deploy.integer("replicas").or(() -> service.integer("scale")).orElse(1L);
        if (replicas < 0 || replicas > 1000) {
            problems.error(
                    deploy.has("replicas") ? deploy.at("replicas") : service.at("scale"),
                    "a service has 0 to 1000 replicas",
                    "correct the number");
            return 1;
        }
        return (int) replicas;
    }

    private static Service.Security security(Fields service) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        service.pairs("sysctls")
                .forEach((name, text) -> sysctls.put(name, service.values().open(text, "\"sysctls\"")));
        return new Service.Security(
                service.text("user"),
                service.texts("group_add"),
                service.texts("cap_add"),
                service.texts("cap_drop"),
                service.flag("privileged"),
                service.flag("read_only"),
                service.texts("security_opt"),
                sysctls,
                service.position());
    }

    private static Service.Hosts hosts(Fields service) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        Fields hosts = service.inner("extra_hosts");
        hosts.table().entries().keySet().forEach(host -> extra.put(host, hosts.texts(host)));
        return new Service.Hosts(
                service.text("hostname"),
                service.text("domainname"),
                extra,
                service.texts("dns"),
                service.texts("dns_search"),
                service.texts("dns_opt"),
                service.text("network_mode"));
    }

    @CheckForNull
    private String restart(Fields service) {
        String restart = service.text("restart");
        if (restart == null) {
            String condition = service.inner("deploy").inner("restart_policy").text("condition");
            return condition == null
                    ? null
                    : condition.equals("none") ? "no" : condition.equals("any") ? "always" : condition;
        }
        String policy = ON_FAILURE.matcher(restart).matches() ? "on-failure" : restart;
        if (!RESTARTS.contains(policy)) {
            problems.error(
                    service.at("restart"),
                    "\"" + restart + "\" is no restart policy",
                    Nearest.remedy(policy, RESTARTS, "use \"no\", always, on-failure or unless-stopped"));
        }
        return policy;
    }
}
