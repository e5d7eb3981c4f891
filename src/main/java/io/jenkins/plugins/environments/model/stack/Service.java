package io.jenkins.plugins.environments.model.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.util.List;
import java.util.Map;

/**
 * One service of a stack, fully resolved. Maps and lists keep the order of the files.
 *
 * @param image the image reference; null when the service is only built
 * @param build how it is built; null when it is not
 * @param process what runs in the container
 * @param environment variable to value
 * @param ports published ports
 * @param expose ports that only other services reach
 * @param mounts volumes, binds and tmpfs, by the order of the file
 * @param files entries of {@code configs} and {@code secrets} that it gets
 * @param dependsOn service to condition
 * @param healthcheck null when none is declared
 * @param networks network to how the service is known there
 * @param replicas how many; 0 is allowed
 * @param resources limits and reservations
 * @param security what its processes may do
 * @param hosts host settings of the container
 * @param restart {@code no}, {@code always}, {@code on-failure} or {@code unless-stopped}; null when not given
 * @param profiles the profiles it belongs to; empty: always active
 * @param labels {@code labels}, then {@code deploy.labels}, as given
 * @param options {@code x-environment}
 * @param places where the service's own keys stand, as far as they are given; see {@link #at}
 */
public record Service(
        String name,
        Position position,
        @CheckForNull Image image,
        @CheckForNull Build build,
        Process process,
        Map<String, Value> environment,
        List<Port> ports,
        List<Port> expose,
        List<Mount> mounts,
        List<FileGrant> files,
        Map<String, Dependency> dependsOn,
        @CheckForNull HealthCheck healthcheck,
        Map<String, Attachment> networks,
        int replicas,
        Resources resources,
        Security security,
        Hosts hosts,
        @CheckForNull String restart,
        List<String> profiles,
        Map<String, Value> labels,
        ServiceOptions options,
        Map<String, Position> places) {

    public Service {
        places = places == null ? Map.of() : Stack.ordered(places);
        environment = Stack.ordered(environment);
        ports = List.copyOf(ports);
        expose = List.copyOf(expose);
        mounts = List.copyOf(mounts);
        files = List.copyOf(files);
        dependsOn = Stack.ordered(dependsOn);
        networks = Stack.ordered(networks);
        profiles = List.copyOf(profiles);
        labels = Stack.ordered(labels);
    }

    /** With no places but the service's own. */
    public Service(
            String name,
            Position position,
            @CheckForNull Image image,
            @CheckForNull Build build,
            Process process,
            Map<String, Value> environment,
            List<Port> ports,
            List<Port> expose,
            List<Mount> mounts,
            List<FileGrant> files,
            Map<String, Dependency> dependsOn,
            @CheckForNull HealthCheck healthcheck,
            Map<String, Attachment> networks,
            int replicas,
            Resources resources,
            Security security,
            Hosts hosts,
            @CheckForNull String restart,
            List<String> profiles,
            Map<String, Value> labels,
            ServiceOptions options) {
        this(
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
                networks,
                replicas,
                resources,
                security,
                hosts,
                restart,
                profiles,
                labels,
                options,
                Map.of());
    }

    /** Where a key of the service stands, e.g. {@code user}; where the service stands when the key is not given. */
    public Position at(String key) {
        return places.getOrDefault(key, position);
    }

    /**
     * @param reference e.g. {@code docker.io/library/postgres:16.1-alpine}, as the file gives it
     * @param pullPolicy {@code always}, {@code never}, {@code missing} and the like, as the file gives it; null: nothing
     *     said
     */
    public record Image(String reference, @CheckForNull String pullPolicy, Position position) {

        /** With nothing said of when to pull it. */
        public Image(String reference, Position position) {
            this(reference, null, position);
        }
    }

    /**
     * How the image is built; only a Docker target can.
     *
     * @param context relative to the project folder
     */
    public record Build(
            String context,
            @CheckForNull String dockerfile,
            @CheckForNull String target,
            Map<String, Value> args,
            Position position) {
        public Build {
            args = Stack.ordered(args);
        }
    }

    /**
     * What runs in the container.
     *
     * @param entrypoint null: the image's; empty: none
     * @param command null: the image's; empty: none
     * @param stopSignal e.g. {@code SIGINT}; null: the image's
     * @param stopGraceSeconds null: the target's default
     */
    public record Process(
            @CheckForNull List<Value> entrypoint,
            @CheckForNull List<Value> command,
            @CheckForNull String workingDir,
            @CheckForNull String stopSignal,
            @CheckForNull Long stopGraceSeconds,
            boolean tty,
            boolean stdinOpen,
            boolean init) {
        public Process {
            entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
            command = command == null ? null : List.copyOf(command);
        }
    }

    /** @param aliases other names under which the service is known in the network */
    public record Attachment(List<String> aliases, Position position) {
        public Attachment {
            aliases = List.copyOf(aliases);
        }
    }

    /** @param required false: a missing service is no error */
    public record Dependency(Condition condition, boolean required, boolean restart, Position position) {
        /** When a service may start. */
        public enum Condition {
            STARTED,
            HEALTHY,
            COMPLETED
        }
    }

    /**
     * A config or secret that the service gets as a file.
     *
     * @param source its name in {@code configs} or {@code secrets}
     * @param secret whether it comes from {@code secrets}
     * @param target the absolute path in the container
     * @param mode permission bits; null: 0444
     */
    public record FileGrant(
            String source,
            boolean secret,
            String target,
            @CheckForNull String uid,
            @CheckForNull String gid,
            @CheckForNull Integer mode,
            Position position) {}

    /**
     * What its processes may do.
     *
     * @param user {@code uid[:gid]} or a name; null: the image's
     */
    public record Security(
            @CheckForNull String user,
            List<String> groupAdd,
            List<String> capAdd,
            List<String> capDrop,
            boolean privileged,
            boolean readOnly,
            List<String> securityOpt,
            Map<String, String> sysctls,
            Position position) {
        public Security {
            groupAdd = List.copyOf(groupAdd);
            capAdd = List.copyOf(capAdd);
            capDrop = List.copyOf(capDrop);
            securityOpt = List.copyOf(securityOpt);
            sysctls = Stack.ordered(sysctls);
        }
    }

    /**
     * Host settings of the container.
     *
     * @param extraHosts name to addresses
     * @param networkMode null: the networks above; {@code host}, {@code none}, {@code service:x}
     */
    public record Hosts(
            @CheckForNull String hostname,
            @CheckForNull String domainname,
            Map<String, List<String>> extraHosts,
            List<String> dns,
            List<String> dnsSearch,
            List<String> dnsOptions,
            @CheckForNull String networkMode) {
        public Hosts {
            extraHosts = Stack.ordered(extraHosts);
            dns = List.copyOf(dns);
            dnsSearch = List.copyOf(dnsSearch);
            dnsOptions = List.copyOf(dnsOptions);
        }
    }
}
