package io.jenkins.plugins.environments.target.docker.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.stack.HealthCheck;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Port;
import io.jenkins.plugins.environments.model.stack.Resources;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes what a service says in the words that Compose v2 and 1.29 share. */
final class ServiceWriter {

    private final Texts texts;
    private final FilePlan files;

    ServiceWriter(Texts texts, FilePlan files) {
        this.texts = texts;
        this.files = files;
    }

    /** What its processes are, get and may do; without image, networks, dependencies, restart and labels. */
    void write(Service service, Map<String, Object> into) {
        process(service.process(), into);
        Map<String, Object> environment = new TreeMap<>();
        service.environment().forEach((name, value) -> environment.put(name, texts.of(value)));
        put(into, "environment", environment);
        put(
                into,
                "expose",
                Stream.concat(service.expose().stream(), service.ports().stream())
                        .map(ServiceWriter::port)
                        .distinct()
                        .toList());
        mounts(service, into);
        healthcheck(service.healthcheck(), into);
        resources(service.resources(), into);
        security(service.security(), into);
        hosts(service.hosts(), into);
    }

    static String port(Port port) {
        return port.target() + ("tcp".equals(port.protocol()) ? "" : "/" + port.protocol());
    }

    private void process(Service.Process process, Map<String, Object> into) {
        words(into, "entrypoint", process.entrypoint());
        words(into, "command", process.command());
        text(into, "working_dir", process.workingDir());
        text(into, "stop_signal", process.stopSignal());
        Long grace = process.stopGraceSeconds();
        if (grace != null) {
            into.put("stop_grace_period", Texts.of(Duration.ofSeconds(grace)));
        }
        flag(into, "tty", process.tty());
        flag(into, "stdin_open", process.stdinOpen());
        flag(into, "init", process.init());
    }

    private void words(Map<String, Object> into, String key, @CheckForNull List<Value> words) {
        if (words != null) {
            into.put(key, texts.of(words));
        }
    }

    private void mounts(Service service, Map<String, Object> into) {
        List<Object> volumes = new ArrayList<>();
        List<String> memory = new ArrayList<>();
        for (Mount mount : service.mounts()) {
            if (mount instanceof Mount.NamedVolume named) {
                volumes.add(volume(named));
            } else if (mount instanceof Mount.AnonymousVolume anonymous) {
                volumes.add(volume("volume", null, anonymous.target(), anonymous.readOnly()));
            } else if (mount instanceof Mount.Bind bind) {
                volumes.add(files.bind(bind));
            } else if (mount instanceof Mount.Tmpfs tmpfs) {
                memory.add(tmpfs(tmpfs));
            }
        }
        for (Service.FileGrant grant : service.files()) {
            var granted = files.grant(service, grant);
            if (granted != null) {
                volumes.add(granted);
            }
        }
        put(into, "volumes", volumes);
        put(into, "tmpfs", memory);
    }

    private static Map<String, Object> volume(Mount.NamedVolume named) {
        Map<String, Object> volume = volume("volume", named.volume(), named.target(), named.readOnly());
        String subPath = named.subPath();
        if (subPath != null) {
            volume.put("volume", Map.of("subpath", Texts.plain(subPath)));
        }
        return volume;
    }

    private static Map<String, Object> volume(
            String type, @CheckForNull String source, String target, boolean readOnly) {
        Map<String, Object> volume = new LinkedHashMap<>();
        volume.put("type", type);
        if (source != null) {
            volume.put("source", source);
        }
        volume.put("target", Texts.plain(target));
        flag(volume, "read_only", readOnly);
        return volume;
    }

    private static String tmpfs(Mount.Tmpfs tmpfs) {
        List<String> options = new ArrayList<>();
        Long size = tmpfs.sizeBytes();
        if (size != null) {
            options.add("size=" + size);
        }
        Integer mode = tmpfs.mode();
        if (mode != null) {
            options.add("mode=" + Integer.toOctalString(mode));
        }
        return Texts.plain(tmpfs.target()) + (options.isEmpty() ? "" : ":" + String.join(",", options));
    }

    private void healthcheck(@CheckForNull HealthCheck check, Map<String, Object> into) {
        if (check == null) {
            return;
        }
        Map<String, Object> healthcheck = new LinkedHashMap<>();
        if (check.disabled()) {
            healthcheck.put("disable", true);
        } else {
            List<String> test = new ArrayList<>();
            test.add(check.shell() ? "CMD-SHELL" : "CMD");
            test.addAll(texts.of(check.test()));
            healthcheck.put("test", test);
            healthcheck.put("interval", Texts.of(check.interval()));
            healthcheck.put("timeout", Texts.of(check.timeout()));
            healthcheck.put("retries", check.retries());
            if (!check.startPeriod().isZero()) {
                healthcheck.put("start_period", Texts.of(check.startPeriod()));
            }
        }
        into.put("healthcheck", healthcheck);
    }

    /** In the words from before {@code deploy}, which Compose 1.29 heeds, too. */
    private static void resources(Resources resources, Map<String, Object> into) {
        var cpus = resources.cpuLimit();
        if (cpus != null) {
            into.put("cpus", cpus.stripTrailingZeros().doubleValue());
        }
        number(into, "mem_limit", resources.memoryLimit());
        number(into, "mem_reservation", resources.memoryReservation());
        number(into, "pids_limit", resources.pidsLimit());
        number(into, "shm_size", resources.shmBytes());
    }

    private static void security(Service.Security security, Map<String, Object> into) {
        text(into, "user", security.user());
        put(into, "group_add", plain(security.groupAdd()));
        put(into, "cap_add", plain(security.capAdd()));
        put(into, "cap_drop", plain(security.capDrop()));
        put(into, "security_opt", plain(security.securityOpt()));
        Map<String, Object> sysctls = new TreeMap<>();
        security.sysctls().forEach((name, value) -> sysctls.put(name, Texts.plain(value)));
        put(into, "sysctls", sysctls);
        flag(into, "read_only", security.readOnly());
    }

    private static void hosts(Service.Hosts hosts, Map<String, Object> into) {
        text(into, "hostname", hosts.hostname());
        text(into, "domainname", hosts.domainname());
        List<String> extra = new ArrayList<>();
        hosts.extraHosts().forEach((name, addresses) -> addresses.forEach(address -> extra.add(name + ":" + address)));
        put(into, "extra_hosts", plain(extra));
        put(into, "dns", plain(hosts.dns()));
        put(into, "dns_search", plain(hosts.dnsSearch()));
        put(into, "dns_opt", plain(hosts.dnsOptions()));
    }

    private static List<String> plain(List<String> texts) {
        return texts.stream().map(Texts::plain).toList();
    }

    private static void text(Map<String, Object> into, String key, @CheckForNull String text) {
        if (text != null) {
            into.put(key, Texts.plain(text));
        }
    }

    private static void number(Map<String, Object> into, String key, @CheckForNull Long number) {
        if (number != null) {
            into.put(key, number);
        }
    }

    private static void flag(Map<String, Object> into, String key, boolean flag) {
        if (flag) {
            into.put(key, true);
        }
    }

    private static void put(Map<String, Object> into, String key, List<?> list) {
        if (!list.isEmpty()) {
            into.put(key, list);
        }
    }

    private static void put(Map<String, Object> into, String key, Map<String, Object> map) {
        if (!map.isEmpty()) {
            into.put(key, map);
        }
    }
}
