package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Resources;
import io.jenkins.plugins.environments.model.stack.Service;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What the stage lets one environment use, as a ResourceQuota over limits. Under one, the API refuses containers without
 * limits; so those that name none get an equal share of what the others leave, by a LimitRange.
 */
final class Quotas {

    private static final String NAME = "environment";
    private static final BigDecimal LEAST_CORES = new BigDecimal("0.05");
    private static final BigDecimal LEAST_BYTES = BigDecimal.valueOf(32L << 20);
    /** What is asked for by default is this part of the limit: most services of a test environment idle. */
    private static final BigDecimal REQUESTED = new BigDecimal("0.25");

    private final Context context;
    private final Map<String, Quantity> hard = new TreeMap<>();
    private final Map<String, Quantity> limits = new TreeMap<>();
    private final Map<String, Quantity> requests = new TreeMap<>();

    Quotas(Context context) {
        this.context = context;
    }

    /** The quota and the default limits; empty when the stage names no quota. */
    List<HasMetadata> all() {
        Stage.Quota quota = context.desired().quota();
        if (quota == null) {
            return List.of();
        }
        add("cpu", "cores", quota.cpu(), Resources::cpuLimit, LEAST_CORES, Quantities::cores, Quotas::wholeThousandths);
        add(
                "memory",
                "of memory",
                decimal(quota.memoryBytes()),
                resources -> decimal(resources.memoryLimit()),
                LEAST_BYTES,
                bytes -> Quantities.bytes(bytes.longValue()),
                Quotas::wholeMebibytes);
        if (hard.isEmpty()) {
            return List.of();
        }
        return List.of(
                new ResourceQuotaBuilder()
                        .withMetadata(context.metadata().of(NAME))
                        .withNewSpec()
                        .withHard(hard)
                        .endSpec()
                        .build(),
                new LimitRangeBuilder()
                        .withMetadata(context.metadata().of(NAME))
                        .withNewSpec()
                        .addNewLimit()
                        .withType("Container")
                        .withDefault(limits)
                        .withDefaultRequest(requests)
                        .endLimit()
                        .endSpec()
                        .build());
    }

    private void add(
            String resource,
            String unit,
            @CheckForNull BigDecimal quota,
            Function<Resources, BigDecimal> limit,
            BigDecimal least,
            Function<BigDecimal, Quantity> quantity,
            UnaryOperator<BigDecimal> round) {
        if (quota == null) {
            return;
        }
        BigDecimal named = BigDecimal.ZERO;
        long unnamed = 0;
        for (Service service : context.stack().services().values()) {
            int replicas = Shape.mostReplicas(service);
            BigDecimal own = limit.apply(service.resources());
            if (own == null) {
                unnamed += replicas;
            } else {
                named = named.add(own.multiply(BigDecimal.valueOf(replicas)));
            }
        }
        BigDecimal share = unnamed == 0
                ? least
                // A quarter more than there are, for those that run twice while they are replaced.
                : quota.subtract(named).divide(BigDecimal.valueOf(unnamed + (unnamed + 3) / 4), 9, RoundingMode.DOWN);
        if (share.compareTo(least) < 0 || named.compareTo(quota) > 0) {
            context.findings()
                    .error(
                            null,
                            "the stage's quota of " + quantity.apply(quota) + " " + unit
                                    + " is too small: the services ask for " + quantity.apply(named) + ", and "
                                    + unnamed
                                    + " more replicas name no limit",
                            "raise the quota of the stage, or lower deploy.resources.limits");
            return;
        }
        hard.put("limits." + resource, quantity.apply(quota));
        limits.put(resource, quantity.apply(round.apply(share)));
        requests.put(resource, quantity.apply(round.apply(share.multiply(REQUESTED))));
    }

    private static @CheckForNull BigDecimal decimal(@CheckForNull Long amount) {
        return amount == null ? null : BigDecimal.valueOf(amount);
    }

    private static BigDecimal wholeThousandths(BigDecimal cores) {
        return cores.setScale(3, RoundingMode.DOWN);
    }

    private static BigDecimal wholeMebibytes(BigDecimal bytes) {
        BigDecimal mebibyte = BigDecimal.valueOf(1L << 20);
        return bytes.divide(mebibyte, 0, RoundingMode.DOWN).multiply(mebibyte);
    }
}
