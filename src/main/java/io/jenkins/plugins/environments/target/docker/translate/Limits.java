package io.jenkins.plugins.environments.target.docker.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.target.Findings;
import java.math.BigDecimal;

/**
 * The stage's quota for one environment. An engine can't limit an environment as a whole, so the limits of its services
 * are added up, and a service without one is refused where there is a quota.
 */
record Limits(@CheckForNull Stage.Quota quota, Findings findings) {

    void look(Stack stack) {
        if (quota == null) {
            return;
        }
        BigDecimal cpus = BigDecimal.ZERO;
        long bytes = 0;
        for (Service service : stack.services().values()) {
            BigDecimal cpu = service.resources().cpuLimit();
            Long memory = service.resources().memoryLimit();
            require(service, "cpus", quota.cpu() != null && cpu == null);
            require(service, "memory", quota.memoryBytes() != null && memory == null);
            BigDecimal replicas = BigDecimal.valueOf(service.replicas());
            cpus = cpus.add(cpu == null ? BigDecimal.ZERO : cpu.multiply(replicas));
            bytes += memory == null ? 0 : memory * service.replicas();
        }
        BigDecimal mostCpus = quota.cpu();
        if (mostCpus != null && cpus.compareTo(mostCpus) > 0) {
            exceeded(cpus.toPlainString() + " cores", mostCpus.toPlainString());
        }
        Long mostBytes = quota.memoryBytes();
        if (mostBytes != null && bytes > mostBytes) {
            exceeded(bytes + " bytes of memory", String.valueOf(mostBytes));
        }
    }

    private void require(Service service, String limit, boolean missing) {
        if (missing) {
            findings.error(
                    service.position(),
                    "service " + service.name() + " has no limit of " + limit
                            + ", and the stage's quota holds on an engine only for services with one",
                    "give it deploy.resources.limits." + limit);
        }
    }

    private void exceeded(String asked, String most) {
        findings.error(
                null,
                "the services may use " + asked + " together, and the stage's quota allows " + most,
                "ask for less, or raise the quota");
    }
}
