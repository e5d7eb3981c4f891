package io.jenkins.plugins.environments.model.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;

/**
 * A port of a service. Ranges are spread out.
 *
 * @param target the container's port, 1 to 65535
 * @param published the port asked for on the host; null: none. Never opened as such: links go through the edge
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param appProtocol e.g. {@code http}; null when not given
 * @param name null when not given
 */
public record Port(
        int target,
        @CheckForNull Integer published,
        String protocol,
        @CheckForNull String hostIp,
        @CheckForNull String appProtocol,
        @CheckForNull String name,
        Position position) {}
