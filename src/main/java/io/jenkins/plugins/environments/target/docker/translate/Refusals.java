package io.jenkins.plugins.environments.target.docker.translate;

import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Volume;
import io.jenkins.plugins.environments.target.Findings;
import java.util.Locale;
import java.util.Set;

/** What a stack may not ask an engine for, since a pull request could take over its machine with it. */
final class Refusals {

    /** What containers may have by Docker's default; also the baseline of Kubernetes' Pod Security Standards. */
    private static final Set<String> CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private final Findings findings;

    Refusals(Findings findings) {
        this.findings = findings;
    }

    void look(Service service) {
        Service.Security security = service.security();
        if (security.privileged()) {
            refuse(
                    service,
                    "privileged containers are refused: one could take over the engine's machine",
                    "take out \"privileged\"");
        }
        for (String capability : security.capAdd()) {
            String name = capability.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
            if (!CAPABILITIES.contains(name)) {
                refuse(
                        service,
                        "the capability " + name + " is refused: it reaches beyond the container",
                        "take it out");
            }
        }
        for (String option : security.securityOpt()) {
            if (!option.replace('=', ':').startsWith("no-new-privileges")) {
                refuse(service, "security_opt " + option + " is refused: it opens the container", "take it out");
            }
        }
        security.sysctls().keySet().stream()
                .filter(name -> !name.startsWith("net."))
                .forEach(name -> refuse(
                        service,
                        "the sysctl " + name + " is refused: it is the machine's",
                        "keep to those under net."));
        String mode = service.hosts().networkMode();
        if (mode != null && !Set.of("none", "bridge", "default").contains(mode) && !mode.startsWith("service:")) {
            refuse(
                    service,
                    "network_mode: " + mode + " is refused: it would reach what is not the environment's",
                    "connect services by networks");
        }
    }

    /** A volume can be made to show any folder of the machine. */
    void look(Volume volume) {
        String options = volume.driverOptions().getOrDefault("o", "");
        String device = volume.driverOptions().getOrDefault("device", "");
        if (options.contains("bind") || device.startsWith("/")) {
            findings.error(
                    volume.position(),
                    "volume " + volume.name() + " is refused: it would show a folder or device of the engine's machine",
                    "take out driver_opts, or make the volume beforehand and say external: true");
        }
    }

    private void refuse(Service service, String what, String remedy) {
        findings.error(service.security().position(), "service " + service.name() + ": " + what, remedy);
    }
}
