package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Insight;
import io.jenkins.plugins.environments.target.SecretMask;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.engine.EngineEvent;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The logs of a service's containers and what happened to them, with sensitive values masked. */
record Recordings(Engine engine, Ownership mark) {

    /** Of a service that is scaled further, the newest containers tell. */
    private static final int CONTAINERS = 4;

    private static final int EVENTS = 25;
    private static final Duration BACK = Duration.ofDays(1);
    private static final List<String> TROUBLE = List.of("oom", "health_status: unhealthy");

    /**
     * @param lines how many at most of each log; an engine goes on with the same one when it starts a container anew
     * @throws TargetException {@link TargetException.Kind#VALUES_MISSING} when a value is not there to be masked
     */
    Insight of(String service, int lines) {
        List<EngineContainer> containers = engine.containers(selector(service)).stream()
                .sorted(Comparator.comparing(EngineContainer::created)
                        .reversed()
                        .thenComparing(EngineContainer::name))
                .limit(CONTAINERS)
                .toList();
        // Asked before and after: a deploy may bring new values, or take old ones away, at this very moment.
        SecretMask before = mask(containers);
        List<Insight.Log> logs = containers.stream()
                .map(each -> new Insight.Log(each.name(), false, before.apply(engine.log(each.id(), lines))))
                .toList();
        SecretMask after = mask(containers);
        return new Insight(
                logs.stream()
                        .map(log -> new Insight.Log(log.instance(), false, after.apply(log.lines())))
                        .toList(),
                events(service));
    }

    private String[] selector(String service) {
        return Stream.concat(Stream.of(mark.selector()), Stream.of(Labels.SERVICE + "=" + service))
                .toArray(String[]::new);
    }

    private SecretMask mask(List<EngineContainer> containers) {
        SecretValues held = new EnvironmentFiles(engine, mark).held();
        boolean sensitive = containers.stream()
                .anyMatch(each -> !each.label(Labels.SENSITIVE).isEmpty());
        if (sensitive && held.keys().isEmpty()) {
            throw new TargetException(
                    TargetException.Kind.VALUES_MISSING,
                    Failure.of(
                            "the log is not shown",
                            "container " + EnvironmentFiles.name(mark.environment())
                                    + ", which keeps the sensitive values, is gone, so that they could not be masked",
                            "deploy again, with the secrets"));
        }
        return SecretMask.of(held);
    }

    private List<Insight.Event> events(String service) {
        List<EngineEvent> events = engine.events(BACK, selector(service));
        return events.subList(Math.max(0, events.size() - EVENTS), events.size()).stream()
                .map(Recordings::event)
                .toList();
    }

    private static Insight.Event event(EngineEvent event) {
        String code = event.attributes().getOrDefault("exitCode", "");
        return new Insight.Event(
                event.at(),
                "Container " + event.attributes().getOrDefault("name", ""),
                event.action(),
                code.isEmpty() ? "" : "exit code " + code,
                TROUBLE.contains(event.action()) || !code.isEmpty() && !code.equals("0"));
    }
}
