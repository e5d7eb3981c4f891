package io.jenkins.plugins.environments.stack;

import static io.jenkins.plugins.environments.stack.Shape.Leaf.ANY;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.BYTES;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.DURATION;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.FLAG;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.INTEGER;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.MODE;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.NUMBER;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.TEXT;

import io.jenkins.plugins.environments.stack.Shape.Known;
import io.jenkins.plugins.environments.stack.Shape.ListOf;
import io.jenkins.plugins.environments.stack.Shape.MapOf;
import java.util.List;
import java.util.Optional;

/** Every key of the Compose Specification, in long form: which we read, and which only Compose gives a meaning. */
final class ComposeSchema {

    private static final String LEAVE = "take it out, or leave it for Compose: here it changes nothing";
    private static final ListOf TEXTS = new ListOf(TEXT);
    private static final MapOf PAIRS = new MapOf(TEXT);

    private static final Known BUILD = Known.of("build")
            .reads(TEXT, "context", "dockerfile", "target")
            .reads(PAIRS, "args")
            .reports(
                    LEAVE,
                    "dockerfile_inline",
                    "ssh",
                    "labels",
                    "cache_from",
                    "cache_to",
                    "no_cache",
                    "no_cache_filter",
                    "additional_contexts",
                    "network",
                    "provenance",
                    "sbom",
                    "pull",
                    "shm_size",
                    "extra_hosts",
                    "isolation",
                    "privileged",
                    "secrets",
                    "tags",
                    "ulimits",
                    "platforms",
                    "entitlements");

    private static final Known HEALTHCHECK = Known.of("healthcheck")
            .reads(FLAG, "disable")
            .reads(TEXTS, "test")
            .reads(DURATION, "interval", "timeout", "start_period", "start_interval")
            .reads(INTEGER, "retries");

    private static final Known AMOUNTS = Known.of("resources")
            .reads(NUMBER, "cpus")
            .reads(BYTES, "memory")
            .reads(INTEGER, "pids")
            .reports(LEAVE, "devices", "generic_resources");

    private static final Known DEPLOY = Known.of("deploy")
            .reads(INTEGER, "replicas")
            .reads(PAIRS, "labels")
            .reads(Known.of("resources").reads(AMOUNTS, "limits", "reservations"), "resources")
            .reads(
                    Known.of("restart_policy")
                            .reads(TEXT, "condition")
                            .reports(LEAVE, "delay", "max_attempts", "window"),
                    "restart_policy")
            .reports(LEAVE, "mode", "endpoint_mode", "placement", "rollback_config", "update_config");

    private static final Known PORT = Known.of("a port")
            .reads(TEXT, "name", "mode", "host_ip", "published", "protocol", "app_protocol")
            .reads(INTEGER, "target");

    private static final Known VOLUME_MOUNT = Known.of("a volume")
            .reads(TEXT, "type", "source", "target", "consistency")
            .reads(FLAG, "read_only")
            .reads(
                    Known.of("bind")
                            .reads(TEXT, "propagation", "selinux", "recursive")
                            .reads(FLAG, "create_host_path"),
                    "bind")
            .reads(
                    Known.of("a volume")
                            .reads(FLAG, "nocopy")
                            .reads(TEXT, "subpath")
                            .reads(PAIRS, "labels"),
                    "volume")
            .reads(Known.of("tmpfs").reads(BYTES, "size").reads(MODE, "mode"), "tmpfs")
            .reads(Known.of("image").reads(TEXT, "subpath"), "image");

    private static final Known GRANT = Known.of("a config or secret")
            .reads(TEXT, "source", "target", "uid", "gid")
            .reads(MODE, "mode");

    private static final Known X_ENVIRONMENT = Known.of("x-environment")
            .reads(ANY, "link")
            .reads(Known.of("scale").reads(INTEGER, "min", "max", "cpu").reads(FLAG, "stateful"), "scale")
            .reads(TEXTS, "sensitive")
            .reads(Known.of("backup").reads(TEXTS, "command"), "backup")
            .reads(new MapOf(TEXTS), "run");

    /** A service. */
    static final Known SERVICE = Known.of("a service")
            .reads(
                    TEXT,
                    "image",
                    "container_name",
                    "domainname",
                    "hostname",
                    "network_mode",
                    "platform",
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
            .reads(
                    TEXTS,
                    "command",
                    "entrypoint",
                    "cap_add",
                    "cap_drop",
                    "dns",
                    "dns_opt",
                    "dns_search",
                    "expose",
                    "group_add",
                    "links",
                    "profiles",
                    "security_opt",
                    "tmpfs")
            .reads(PAIRS, "environment", "labels", "sysctls")
            .reads(new MapOf(TEXTS), "extra_hosts")
            .reads(BUILD, "build")
            .reads(DEPLOY, "deploy")
            .reads(HEALTHCHECK, "healthcheck")
            .reads(new ListOf(PORT), "ports")
            .reads(new ListOf(VOLUME_MOUNT), "volumes")
            .reads(new ListOf(GRANT), "configs", "secrets")
            .reads(
                    new ListOf(Known.of("an env file")
                            .reads(TEXT, "path", "format")
                            .reads(FLAG, "required")),
                    "env_file")
            .reads(
                    new MapOf(Known.of("a dependency").reads(TEXT, "condition").reads(FLAG, "restart", "required")),
                    "depends_on")
            .reads(
                    new MapOf(Known.of("a network")
                            .reads(TEXTS, "aliases")
                            .reports(
                                    LEAVE,
                                    "driver_opts",
                                    "gw_priority",
                                    "interface_name",
                                    "ipv4_address",
                                    "ipv6_address",
                                    "link_local_ips",
                                    "mac_address",
                                    "priority")),
                    "networks")
            .reads(X_ENVIRONMENT, "x-environment")
            .reports(
                    LEAVE,
                    "annotations",
                    "attach",
                    "blkio_config",
                    "cgroup",
                    "cgroup_parent",
                    "cpu_count",
                    "cpu_percent",
                    "cpu_period",
                    "cpu_quota",
                    "cpu_rt_period",
                    "cpu_rt_runtime",
                    "cpu_shares",
                    "cpuset",
                    "credential_spec",
                    "develop",
                    "device_cgroup_rules",
                    "devices",
                    "external_links",
                    "gpus",
                    "ipc",
                    "isolation",
                    "label_file",
                    "logging",
                    "mac_address",
                    "mem_swappiness",
                    "models",
                    "oom_kill_disable",
                    "oom_score_adj",
                    "pid",
                    "post_start",
                    "pre_stop",
                    "provider",
                    "pull_refresh_after",
                    "runtime",
                    "storage_opt",
                    "ulimits",
                    "use_api_socket",
                    "userns_mode",
                    "uts",
                    "volumes_from")
            .reports(BYTES, LEAVE, "memswap_limit");

    private static final Known VOLUME = Known.of("a volume")
            .reads(TEXT, "name", "driver")
            .reads(FLAG, "external")
            .reads(PAIRS, "driver_opts", "labels");

    private static final Known NETWORK = Known.of("a network")
            .reads(TEXT, "name", "driver")
            .reads(FLAG, "external", "internal")
            .reports(LEAVE, "attachable", "driver_opts", "enable_ipv4", "enable_ipv6", "ipam", "labels");

    private static final Known FILE = Known.of("a config or secret")
            .reads(TEXT, "name", "file", "environment", "content")
            .reads(FLAG, "external")
            .reports(LEAVE, "driver", "driver_opts", "labels", "template_driver");

    /** A whole file; {@code include} and {@code extends} are gone by then. */
    static final Known DOCUMENT = Known.of("a Compose file")
            .reads(TEXT, "name")
            .reads(ANY, "version")
            .reads(new MapOf(SERVICE), "services")
            .reads(new MapOf(VOLUME), "volumes")
            .reads(new MapOf(NETWORK), "networks")
            .reads(new MapOf(FILE), "configs", "secrets")
            .reports(LEAVE, "models");

    /** What messages call the mappings to whose keys people give a wrong place, in the order of likelihood. */
    private static final List<Known> OWNERS =
            List.of(SERVICE, DEPLOY, HEALTHCHECK, BUILD, AMOUNTS, X_ENVIRONMENT, DOCUMENT);

    private ComposeSchema() {}

    /** What has a key of that name. */
    static Optional<String> owner(String key) {
        return OWNERS.stream()
                .filter(known -> known.fields().containsKey(key))
                .map(Known::title)
                .findFirst();
    }

    /** An entry of {@code volumes}, {@code networks}, {@code configs} or {@code secrets}. */
    static Shape resource(String kind) {
        return ((MapOf) DOCUMENT.fields().get(kind).shape()).value();
    }
}
