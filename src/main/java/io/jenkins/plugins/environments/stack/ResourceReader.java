package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.stack.Resources;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads what a service may use, in its newer place ({@code deploy.resources}) and in its older ones. */
final class ResourceReader {

    private final Problems problems;

    ResourceReader(Problems problems) {
        this.problems = problems;
    }

    Resources read(Fields service) {
        Fields resources = service.inner("deploy").inner("resources");
        Fields limits = resources.inner("limits");
        Fields reservations = resources.inner("reservations");
        return new Resources(
                one(limits, "cpus", limits.number("cpus"), service, "cpus", service.number("cpus")),
                one(limits, "memory", limits.bytes("memory"), service, "mem_limit", service.bytes("mem_limit")),
                one(limits, "pids", limits.integer("pids"), service, "pids_limit", service.integer("pids_limit")),
                reservations.number("cpus").orElse(null),
                one(
                        reservations,
                        "memory",
                        reservations.bytes("memory"),
                        service,
                        "mem_reservation",
                        service.bytes("mem_reservation")),
                service.bytes("shm_size").orElse(null));
    }

    @CheckForNull
    private <T extends Comparable<T>> T one(
            Fields newer,
            String newerKey,
            Optional<T> newerValue,
            Fields older,
            String olderKey,
            Optional<T> olderValue) {
        if (newerValue.isPresent() && olderValue.isPresent() && newerValue.get().compareTo(olderValue.get()) != 0) {
            problems.error(
                    older.at(olderKey),
                    "\"" + olderKey + "\" says otherwise than \"" + newerKey + "\" in deploy.resources at "
                            + newer.at(newerKey),
                    "keep one of the two");
        }
        Optional<T> value = newerValue.or(() -> olderValue);
        boolean none = value.isPresent() && value.get() instanceof BigDecimal cpus && cpus.signum() == 0;
        return none ? null : value.orElse(null);
    }
}
