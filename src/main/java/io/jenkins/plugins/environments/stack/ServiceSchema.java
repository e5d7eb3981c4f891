package io.jenkins.plugins.environments.stack;

import static io.jenkins.plugins.environments.stack.ComposeSchema.LEAVE;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.AMOUNT;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.ANY;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.BOOLEAN;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.BYTES;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.CONTEXT;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.COUNT;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.DURATION;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.FLAG;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.INTEGER;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.MODE;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.NUMBER;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.OPTION;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.PATH;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.PLAIN_MODE;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.SCALAR;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.SETTING;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.TEXT;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.VARIABLE;

import io.jenkins.plugins.environments.stack.Shape.Known;
import io.jenkins.plugins.environments.stack.Shape.ListOf;
import io.jenkins.plugins.environments.stack.Shape.MapOf;
import io.jenkins.plugins.environments.stack.Shape.NumberOr;
import io.jenkins.plugins.environments.stack.Shape.OrNothing;
import io.jenkins.plugins.environments.stack.Shape.Words;

/** Every key of a service of the Compose Specification, in long form. */
final class ServiceSchema {

    private static final String DEVICES = "no environment gets the machine's devices: take it out, or use a stand-in";
    private static final String SHARE = "services share nothing with the machine: take it out";
    private static final String CPU = "say how much it may use with deploy.resources.limits.cpus";
    private static final String MEMORY = "say how much it may use with deploy.resources.limits.memory";

    private static final String COPIED = "take it out: what is bound is copied, no folder of a machine is mounted";
    private static final String BACKUP =
            "no backup is made: run the command from a job of your own, at the interval that you need";
    private static final String RUN = "no step runs it: run the command from the pipeline";

    private static final ListOf TEXTS = new ListOf(TEXT);
    private static final ListOf DISTINCT = new ListOf(TEXT, true);
    private static final OrNothing COMMAND = new OrNothing(TEXTS);
    private static final MapOf LABELS = new MapOf(SCALAR);
    private static final MapOf VARIABLES = new MapOf(VARIABLE);
    private static final MapOf HOSTS = new MapOf(TEXTS);
    private static final MapOf ULIMITS = new MapOf(
            new NumberOr(Known.of("a ulimit").reads(INTEGER, "soft", "hard").needs("soft", "hard")));

    private static final Known GRANT = Known.of("a config or secret")
            .reads(TEXT, "source", "target", "uid", "gid")
            .reads(MODE, "mode");

    static final Known BUILD = Known.of("build")
            .reads(CONTEXT, "context")
            .reads(TEXT, "dockerfile", "target")
            .reads(VARIABLES, "args")
            .reports(TEXT, LEAVE, "dockerfile_inline", "network", "isolation", "provenance", "sbom")
            .reports(TEXTS, LEAVE, "ssh", "cache_from", "cache_to", "tags", "platforms", "entitlements")
            .reports(LABELS, LEAVE, "labels")
            .reports(new MapOf(CONTEXT), LEAVE, "additional_contexts")
            .reports(FLAG, LEAVE, "no_cache", "pull", "privileged")
            .reports(BYTES, LEAVE, "shm_size")
            .reports(HOSTS, LEAVE, "extra_hosts")
            .reports(new ListOf(GRANT), LEAVE, "secrets")
            .reports(ULIMITS, LEAVE, "ulimits");

    static final Known HEALTHCHECK = Known.of("healthcheck")
            .reads(FLAG, "disable")
            .reads(TEXTS, "test")
            .reads(DURATION, "interval", "timeout", "start_period", "start_interval")
            .reads(INTEGER, "retries")
            .printsZero("interval", "timeout", "start_period", "start_interval", "retries");

    private static final Known DEVICE_REQUEST = Known.of("a device")
            .reads(DISTINCT, "capabilities", "device_ids")
            .reads(TEXT, "driver")
            .reads(COUNT, "count")
            .reads(LABELS, "options");

    static final Known AMOUNTS = Known.of("resources").reads(NUMBER, "cpus").reads(AMOUNT, "memory");

    private static final Known RESERVATIONS = AMOUNTS.reports(
                    new ListOf(DEVICE_REQUEST.needs("capabilities")), LEAVE, "devices")
            .reports(
                    new ListOf(Known.of("a generic resource")
                            .reads(
                                    Known.of("a resource").reads(TEXT, "kind").reads(INTEGER, "value"),
                                    "discrete_resource_spec")),
                    LEAVE,
                    "generic_resources");

    private static final Known UPDATE = Known.of("an update")
            .reads(INTEGER, "parallelism")
            .reads(DURATION, "delay", "monitor")
            .reads(TEXT, "failure_action")
            .reads(NUMBER, "max_failure_ratio")
            .reads(Words.of("start-first", "stop-first"), "order")
            .printsZero("parallelism");

    static final Known DEPLOY = Known.of("deploy")
            .reads(INTEGER, "replicas")
            .reads(LABELS, "labels")
            .reads(
                    Known.of("resources")
                            .reads(AMOUNTS.reads(INTEGER, "pids"), "limits")
                            .reads(RESERVATIONS, "reservations"),
                    "resources")
            .reads(
                    Known.of("restart_policy")
                            .reads(TEXT, "condition")
                            .reports(DURATION, LEAVE, "delay", "window")
                            .reports(INTEGER, LEAVE, "max_attempts")
                            .printsZero("delay", "window", "max_attempts"),
                    "restart_policy")
            .reports(TEXT, LEAVE, "mode", "endpoint_mode")
            .reports(
                    Known.of("placement")
                            .reads(TEXTS, "constraints")
                            .reads(new ListOf(Known.of("a preference").reads(TEXT, "spread")), "preferences")
                            .reads(INTEGER, "max_replicas_per_node"),
                    LEAVE,
                    "placement")
            .reports(UPDATE, LEAVE, "rollback_config", "update_config")
            .printsZero("replicas")
            .printsAlways("resources", "placement");

    private static final Known PORT = Known.of("a port")
            .reads(TEXT, "name", "mode", "host_ip", "protocol", "app_protocol")
            .reads(OPTION, "published")
            .reads(INTEGER, "target");

    private static final Known VOLUME_MOUNT = Known.of("a volume")
            .reads(TEXT, "type", "source", "target", "consistency")
            .reads(FLAG, "read_only")
            .reads(
                    Known.of("bind")
                            .reports(TEXT, COPIED, "propagation")
                            .reads(Words.of("z", "Z"), "selinux")
                            .reports(Words.of("enabled", "disabled", "writable", "readonly"), COPIED, "recursive")
                            .reads(FLAG, "create_host_path"),
                    "bind")
            .reads(
                    Known.of("a volume")
                            .reports(
                                    FLAG,
                                    "don't count on it: an engine copies the image's files into a fresh volume,"
                                            + " a cluster never does",
                                    "nocopy")
                            .reads(TEXT, "subpath")
                            .reports(LABELS, LEAVE, "labels"),
                    "volume")
            .reads(Known.of("tmpfs").reads(BYTES, "size").reads(PLAIN_MODE, "mode"), "tmpfs")
            .reads(Known.of("image").reads(TEXT, "subpath"), "image");

    private static final Known ATTACHMENT = Known.of("a network")
            .reads(DISTINCT, "aliases")
            .reports(TEXT, LEAVE, "interface_name", "ipv4_address", "ipv6_address", "mac_address")
            .reports(DISTINCT, LEAVE, "link_local_ips")
            .reports(new MapOf(OPTION), LEAVE, "driver_opts")
            .reports(INTEGER, LEAVE, "priority", "gw_priority");

    private static final Known DEPENDENCY = Known.of("a dependency")
            .reads(TEXT, "condition")
            .reads(FLAG, "restart")
            .reads(BOOLEAN, "required")
            .needs("condition")
            .printsZero("required");

    static final Known X_ENVIRONMENT = Known.of("x-environment")
            .reads(ANY, "link")
            .reads(Known.of("scale").reads(INTEGER, "min", "max", "cpu").reads(FLAG, "stateful"), "scale")
            .reads(TEXTS, "sensitive")
            .reports(Known.of("backup").reads(TEXTS, "command"), BACKUP, "backup")
            .reports(new MapOf(TEXTS), RUN, "run");

    private static final Known WEIGHT = Known.of("a weight").reads(TEXT, "path").reads(INTEGER, "weight");

    private static final Known RATE = Known.of("a rate").reads(TEXT, "path").reads(BYTES, "rate");

    private static final Known BLKIO = Known.of("blkio_config")
            .reads(INTEGER, "weight")
            .reads(new ListOf(WEIGHT.printsZero("weight")), "weight_device")
            .reads(
                    new ListOf(RATE.printsZero("rate")),
                    "device_read_bps",
                    "device_read_iops",
                    "device_write_bps",
                    "device_write_iops");

    private static final Known HOOK = Known.of("a hook")
            .reads(COMMAND, "command")
            .reads(TEXT, "user", "working_dir")
            .reads(FLAG, "privileged")
            .reads(VARIABLES, "environment")
            .printsAlways("command");

    private static final Known WATCH = Known.of("a watch")
            .reads(PATH, "path")
            .reads(Words.of("rebuild", "sync", "restart", "sync+restart", "sync+exec"), "action")
            .reads(TEXT, "target")
            .reads(TEXTS, "ignore", "include")
            .reads(BOOLEAN, "initial_sync")
            .reads(HOOK, "exec")
            .needs("path", "action")
            .printsAlways("exec");

    /** A service. */
    static final Known SERVICE = Known.of("a service")
            .reads(
                    TEXT,
                    "image",
                    "container_name",
                    "domainname",
                    "hostname",
                    "network_mode",
                    "pull_policy",
                    "restart",
                    "stop_signal",
                    "user",
                    "working_dir")
            .reads(FLAG, "init", "privileged", "read_only", "stdin_open", "tty")
            .reads(INTEGER, "scale", "pids_limit")
            .reads(NUMBER, "cpus")
            .reads(BYTES, "mem_limit", "mem_reservation", "shm_size")
            .reads(DURATION, "stop_grace_period")
            .reads(COMMAND, "command", "entrypoint")
            .reads(
                    DISTINCT,
                    "cap_add",
                    "cap_drop",
                    "dns",
                    "dns_opt",
                    "dns_search",
                    "links",
                    "profiles",
                    "security_opt",
                    "tmpfs")
            .reads(new ListOf(OPTION, true), "expose", "group_add")
            .reads(VARIABLES, "environment")
            .reads(LABELS, "labels", "sysctls")
            .reads(HOSTS, "extra_hosts")
            .reads(BUILD, "build")
            .reads(new OrNothing(DEPLOY), "deploy")
            .reads(HEALTHCHECK, "healthcheck")
            .reads(new ListOf(PORT, true), "ports")
            .reads(new ListOf(VOLUME_MOUNT, true), "volumes")
            .reads(new ListOf(GRANT), "configs", "secrets")
            .reads(
                    new ListOf(Known.of("an env file")
                            .reads(TEXT, "path")
                            .reads(TEXT, "format")
                            .reads(FLAG, "required")
                            .needs("path")),
                    "env_file")
            .reads(new ListOf(TEXT), "label_file")
            .reads(new MapOf(DEPENDENCY), "depends_on")
            .reads(new MapOf(new OrNothing(ATTACHMENT)), "networks")
            .reads(X_ENVIRONMENT, "x-environment")
            .printsZero("init", "scale", "stop_grace_period")
            .printsAlways("command", "entrypoint")
            .printsNever("x-environment", "env_file", "label_file")
            .reports(TEXT, "push an image for the machines where environments run: they take theirs", "platform")
            .reports(TEXT, LEAVE, "isolation", "mac_address", "pull_refresh_after", "runtime")
            .reports(TEXT, SHARE, "cgroup_parent", "ipc", "userns_mode", "uts")
            .reports(TEXT, CPU, "cpuset")
            .reports(new OrNothing(TEXT), SHARE, "pid")
            .reports(Words.of("host", "private"), SHARE, "cgroup")
            .reports(FLAG, LEAVE, "attach", "oom_kill_disable")
            .reports(BOOLEAN, LEAVE, "use_api_socket")
            .reports(
                    INTEGER,
                    CPU,
                    "cpu_count",
                    "cpu_period",
                    "cpu_quota",
                    "cpu_rt_period",
                    "cpu_rt_runtime",
                    "cpu_shares")
            .reports(INTEGER, MEMORY, "oom_score_adj")
            .reports(NUMBER, CPU, "cpu_percent")
            .reports(BYTES, MEMORY, "memswap_limit", "mem_swappiness")
            .reports(DISTINCT, DEVICES, "device_cgroup_rules")
            .reports(DISTINCT, "reach other environments by their links", "external_links")
            .reports(DISTINCT, "name the volumes in both services", "volumes_from")
            .reports(LABELS, LEAVE, "annotations")
            .reports(new MapOf(SCALAR), LEAVE, "storage_opt")
            .reports(BLKIO, LEAVE, "blkio_config")
            .reports(Known.of("credential_spec").reads(TEXT, "config", "file", "registry"), LEAVE, "credential_spec")
            .reports(
                    new OrNothing(Known.of("develop").reads(new ListOf(WATCH), "watch")),
                    "it is for working on the code: take it out, or leave it for Compose",
                    "develop")
            .reports(
                    new ListOf(Known.of("a device")
                            .reads(TEXT, "source", "target", "permissions")
                            .needs("source")),
                    DEVICES,
                    "devices")
            .reports(new ListOf(DEVICE_REQUEST), DEVICES, "gpus")
            .reports(
                    Known.of("logging").reads(TEXT, "driver").reads(new MapOf(SETTING), "options"),
                    "let it write to its standard output: the target collects that",
                    "logging")
            .reports(
                    new MapOf(new OrNothing(Known.of("a model").reads(TEXT, "endpoint_var", "model_var"))),
                    "give the service the address of a model in its environment",
                    "models")
            .reports(new ListOf(HOOK.needs("command")), LEAVE, "post_start", "pre_stop")
            .reads(
                    Known.of("provider")
                            .reads(TEXT, "type")
                            .reads(new MapOf(new Shape.ListOrOne(SCALAR)), "options")
                            .needs("type"),
                    "provider")
            .reports(
                    ULIMITS,
                    "let the image's start script call ulimit, or have the limits raised where environments run",
                    "ulimits")
            .printsZero("attach");

    private ServiceSchema() {}
}
