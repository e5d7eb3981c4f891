package io.jenkins.plugins.environments.target.docker.host;

import com.github.dockerjava.api.command.HealthStateLog;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a service is not ready: the engine's words on its container, its health check's output, its last lines. */
record Diagnosis(Engine engine, Ownership mark) {

    private static final int LINES = 20;
    private static final int LONGEST_CHECK = 400;
    /** As the engine's list puts it, with the last exit code. */
    private static final Pattern BETWEEN_TRIES = Pattern.compile("Restarting \\((\\d+)\\)");

    /** @param digest of the generation that shall run; one before it does not tell */
    Failure of(String service, String digest) {
        Optional<EngineContainer> worst = engine.containers(mark.selector()).stream()
                .filter(each -> each.label(Labels.SERVICE).equals(service))
                .max(Comparator.comparing((EngineContainer each) ->
                                each.label(Labels.APPLIED).equals(digest))
                        .thenComparing(each -> !each.running() || each.status().contains("unhealthy"))
                        .thenComparing(EngineContainer::created));
        if (worst.isEmpty()) {
            return failure(
                    service, "service " + service, "it has no container", "see whether somebody removed it", List.of());
        }
        String id = worst.get().id();
        Optional<InspectContainerResponse> look = engine.inspect(id);
        if (look.isEmpty()) {
            return failure(service, worst.get().name(), "its container has just gone", "deploy again", List.of());
        }
        return of(service, worst.get(), look.get().getState(), look.get());
    }

    private Failure of(String service, EngineContainer container, ContainerState state, InspectContainerResponse look) {
        List<String> details = new ArrayList<>();
        String why;
        String remedy;
        String error = state.getError();
        var health = state.getHealth();
        // Between two tries the engine says of it that it runs, too; and it may just have been started once more.
        Matcher between = BETWEEN_TRIES.matcher(container.status());
        boolean runs = Boolean.TRUE.equals(state.getRunning())
                && !Boolean.TRUE.equals(state.getRestarting())
                && !between.lookingAt();
        if (error != null && !error.isEmpty()) {
            why = error;
            remedy = "correct the service's command, user or configuration";
        } else if (Boolean.TRUE.equals(state.getOOMKilled())) {
            why = "it took more memory than its limit, OOMKilled";
            remedy = "raise the memory limit of the service, or let it use less";
        } else if (health != null && runs) {
            why = "its health check fails: " + check(health.getLog());
            remedy = "see its log, and whether the check asks the right thing";
        } else if (runs) {
            why = "it runs, " + container.status();
            remedy = "see its log";
        } else {
            Integer restarts = look.getRestartCount();
            why = "it ended with exit code " + (between.lookingAt() ? between.group(1) : state.getExitCodeLong())
                    + (restarts == null || restarts == 0 ? "" : ", and was restarted " + restarts + " times");
            remedy = "see the last lines of its log";
        }
        List<String> log = engine.log(container.id(), LINES);
        if (!log.isEmpty()) {
            details.add("last lines of " + container.name() + ":");
            details.addAll(log);
        }
        return failure(service, "Container " + container.name(), why, remedy, details);
    }

    private static String check(@CheckForNull List<HealthStateLog> log) {
        if (log == null || log.isEmpty()) {
            return "it has not answered yet";
        }
        HealthStateLog last = log.get(log.size() - 1);
        String output = String.valueOf(last.getOutput()).strip();
        return "exit code " + last.getExitCodeLong()
                + (output.isEmpty() ? "" : ", " + output.substring(0, Math.min(LONGEST_CHECK, output.length())));
    }

    private static Failure failure(String service, String subject, String why, String remedy, List<String> details) {
        return new Failure("service " + service + " did not become ready", subject, why, remedy, details);
    }
}
