package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Sysctl;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Service.Security;
import io.jenkins.plugins.environments.target.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * What a service's processes may do. The namespace enforces the Pod Security level {@code baseline}; what goes beyond it
 * is refused here, with its line, and not by a pod that never starts.
 */
final class SecurityContexts {

    /** Pod Security Standards, level baseline: capabilities that may be added (they are Docker's default ones). */
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

    /** Pod Security Standards, level baseline: sysctls that may be set; those that every supported version allows. */
    private static final Set<String> SYSCTLS = Set.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /**
     * The group of volumes when the image decides on the user: any will do, since it is given to the processes, too.
     */
    private static final long ANY_GROUP = 1000;

    private final Findings findings;
    private final boolean openShift;
    private final Service service;
    private final Security security;

    SecurityContexts(Context context, Service service) {
        this.findings = context.findings();
        this.openShift = context.capabilities().openShift();
        this.service = service;
        this.security = service.security();
    }

    PodSecurityContext pod() {
        SeccompProfile profile = new SeccompProfile();
        profile.setType("RuntimeDefault");
        PodSecurityContext pod = new PodSecurityContext();
        pod.setSeccompProfile(profile);
        user(pod);
        List<Long> groups = groups();
        if (!groups.isEmpty()) {
            pod.setSupplementalGroups(groups);
        }
        List<Sysctl> sysctls = new ArrayList<>();
        for (Map.Entry<String, String> sysctl : security.sysctls().entrySet()) {
            if (SYSCTLS.contains(sysctl.getKey())) {
                sysctls.add(new Sysctl(sysctl.getKey(), sysctl.getValue()));
            } else {
                warn(
                        "sysctls",
                        "the sysctl " + sysctl.getKey() + " is left out: Pod Security level baseline does not allow it",
                        "take it out, or have the nodes set so");
            }
        }
        pod.setSysctls(sysctls);
        return pod;
    }

    /** Null when the service says nothing about it. */
    @CheckForNull
    SecurityContext container() {
        SecurityContext container = new SecurityContext();
        if (security.privileged()) {
            error(
                    "privileged",
                    "privileged containers are refused: one could take over the node",
                    "take out \"privileged\" and add the capabilities that it needs with cap_add");
        }
        List<String> add = capabilities(security.capAdd());
        for (String capability : add) {
            if (!CAPABILITIES.contains(capability)) {
                error(
                        "cap_add",
                        "the capability " + capability + " is refused: Pod Security level baseline does not allow it",
                        "take it out of cap_add");
            }
        }
        if (openShift && !Set.of("NET_BIND_SERVICE").containsAll(add)) {
            // Its constraint restricted-v2 allows this one alone, and a pod that asks for another is not let in.
            warn(
                    "cap_add",
                    "the capabilities " + String.join(", ", add)
                            + " are left out but for NET_BIND_SERVICE: OpenShift's restricted security allows no other",
                    "let the image do without them");
            add = add.stream().filter("NET_BIND_SERVICE"::equals).toList();
        }
        List<String> drop = capabilities(security.capDrop());
        if (!add.isEmpty() || !drop.isEmpty()) {
            Capabilities capabilities = new Capabilities();
            capabilities.setAdd(add);
            capabilities.setDrop(drop);
            container.setCapabilities(capabilities);
        }
        if (security.readOnly()) {
            container.setReadOnlyRootFilesystem(true);
        }
        options(container);
        return container.equals(new SecurityContext()) ? null : container;
    }

    private void user(PodSecurityContext pod) {
        String user = security.user();
        boolean writes = service.mounts().stream()
                .anyMatch(mount -> mount instanceof Mount.NamedVolume volume && !volume.readOnly());
        OptionalLong readers = readers();
        String[] parts = user == null ? new String[0] : user.split(":", 2);
        boolean numbers = parts.length > 0
                && NUMBER.matcher(parts[0]).matches()
                && (parts.length == 1 || NUMBER.matcher(parts[1]).matches());
        if (openShift) {
            // The platform chooses a user and a group for volumes, and refuses others.
            if (user != null) {
                warn(
                        "user",
                        "the user " + user + " is left out: OpenShift gives each namespace user ids of its own",
                        "let the image run as any user (files of group 0)");
            }
            return;
        }
        if (user != null && !numbers) {
            warn(
                    "user",
                    "the user " + user + " is left out: Kubernetes takes numbers only, so the image's user is kept",
                    "write it as uid:gid");
        }
        Long group = writes ? ANY_GROUP : null;
        if (numbers) {
            long uid = Long.parseLong(parts[0]);
            pod.setRunAsUser(uid);
            group = writes && uid != 0 ? Long.valueOf(uid) : null;
            if (parts.length == 2) {
                long gid = Long.parseLong(parts[1]);
                pod.setRunAsGroup(gid);
                group = group == null || gid == 0 ? group : Long.valueOf(gid);
            }
        }
        if (group == null && readers.isPresent()) {
            // Files that are not for all belong to root and to the volumes' group, which may read them.
            pod.setFsGroup(readers.getAsLong());
            pod.setFsGroupChangePolicy("OnRootMismatch");
        }
        if (group != null) {
            // A new disk belongs to root; with a group of its own, a process that is not root can write to it. Only
            // when
            // the root of the disk has another group: a database's own rights inside are never changed.
            pod.setFsGroup(group);
            pod.setFsGroupChangePolicy("OnRootMismatch");
            if (numbers) {
                warn(
                        "user",
                        "its volumes belong to root and to group " + group + " here, not to user " + parts[0],
                        "let software that insists on owning its folder (Postgres, with PGDATA) make one inside");
            }
        }
    }

    /** The group that shall read the configs and secrets that the service gets under another owner than root. */
    private OptionalLong readers() {
        return service.files().stream()
                .flatMapToLong(grant -> {
                    OptionalLong group = other(grant.gid());
                    return group.isEmpty() && other(grant.uid()).isPresent()
                            ? LongStream.of(ANY_GROUP)
                            : group.stream();
                })
                .findFirst();
    }

    /** A user or group that is not root. */
    private static OptionalLong other(@CheckForNull String id) {
        long number = id == null || !NUMBER.matcher(id).matches() ? 0 : Long.parseLong(id);
        return number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private List<Long> groups() {
        List<Long> groups = new ArrayList<>();
        for (String group : security.groupAdd()) {
            if (NUMBER.matcher(group).matches()) {
                groups.add(Long.valueOf(group));
            } else {
                warn(
                        "group_add",
                        "the group " + group + " is left out: Kubernetes takes numbers only",
                        "write its gid in group_add");
            }
        }
        return groups;
    }

    private void options(SecurityContext container) {
        for (String option : security.securityOpt()) {
            String normal = option.replace('=', ':');
            if (normal.equals("no-new-privileges") || normal.equals("no-new-privileges:true")) {
                container.setAllowPrivilegeEscalation(false);
            } else if (normal.equals("seccomp:unconfined") || normal.equals("apparmor:unconfined")) {
                error(
                        "security_opt",
                        "the security option " + option + " is refused: Pod Security level baseline does not allow it",
                        "take it out of security_opt");
            } else if (!normal.equals("no-new-privileges:false")) {
                warn(
                        "security_opt",
                        "the security option " + option + " has no meaning on Kubernetes",
                        "take it out of security_opt");
            }
        }
    }

    private static List<String> capabilities(List<String> given) {
        return given.stream()
                .map(name -> name.toUpperCase(Locale.ROOT))
                .map(name -> name.startsWith("CAP_") ? name.substring(4) : name)
                .distinct()
                .toList();
    }

    private void error(String key, String what, String remedy) {
        findings.error(place(key), "service " + service.name() + ": " + what, remedy);
    }

    private void warn(String key, String what, String remedy) {
        findings.warn(place(key), "service " + service.name() + ": " + what, remedy);
    }

    private Position place(String key) {
        return service.places().getOrDefault(key, security.position());
    }
}
