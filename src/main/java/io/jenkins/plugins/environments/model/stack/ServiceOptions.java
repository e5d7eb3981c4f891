package io.jenkins.plugins.environments.model.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.util.List;
import java.util.Map;

/**
 * The extension {@code x-environment} of a service: what Compose cannot say.
 *
 * @param link whether the service gets a link, and of which name
 * @param scale how it may be scaled; null when not given
 * @param sensitive names of variables to treat as sensitive
 * @param backup the command that writes a backup to standard output; null: none
 * @param run name to command of one-off runs
 */
public record ServiceOptions(
        Link link,
        @CheckForNull Scale scale,
        List<String> sensitive,
        @CheckForNull List<String> backup,
        Map<String, List<String>> run) {

    /** Nothing said: published HTTP ports get a link. */
    public static final ServiceOptions NONE = new ServiceOptions(Link.AUTOMATIC, null, List.of(), null, Map.of());

    public ServiceOptions {
        sensitive = List.copyOf(sensitive);
        backup = backup == null ? null : List.copyOf(backup);
        run = Stack.ordered(run);
    }

    /**
     * @param wanted true: yes; false: {@code none}; null: if it publishes an HTTP port
     * @param name the name in place of the service's own in host names; null: the service's
     * @param port the container's port; null: the first HTTP port
     */
    public record Link(@CheckForNull Boolean wanted, @CheckForNull String name, @CheckForNull Integer port) {
        public static final Link AUTOMATIC = new Link(null, null, null);
    }

    /**
     * @param min the fewest replicas
     * @param max the most
     * @param cpuPercent the load that the autoscaler aims at
     * @param stateful the service itself takes care of data that several replicas write
     */
    public record Scale(int min, int max, int cpuPercent, boolean stateful, Position position) {}
}
