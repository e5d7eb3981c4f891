package io.jenkins.plugins.environments.model.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.math.BigDecimal;

/**
 * Limits and reservations; null where none is given.
 *
 * @param cpuLimit cores
 * @param memoryLimit bytes
 * @param pidsLimit processes
 * @param cpuReservation cores
 * @param memoryReservation bytes
 * @param shmBytes size of {@code /dev/shm}
 */
public record Resources(
        @CheckForNull BigDecimal cpuLimit,
        @CheckForNull Long memoryLimit,
        @CheckForNull Long pidsLimit,
        @CheckForNull BigDecimal cpuReservation,
        @CheckForNull Long memoryReservation,
        @CheckForNull Long shmBytes) {

    /** No limits, no reservations. */
    public static final Resources NONE = new Resources(null, null, null, null, null, null);
}
