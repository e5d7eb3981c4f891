package io.jenkins.plugins.environments.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.StaleQuery;
import io.jenkins.plugins.environments.lifecycle.retention.Decision;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Link;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the environments that the journal knows. */
@Command(
        name = "list",
        description = "Lists the environments, from the journal: nothing has to be reachable.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    @Option(names = "--project", paramLabel = "NAME", description = "Only those of this project.")
    private String project;

    @Option(names = "--stage", paramLabel = "NAME", description = "Only those of this stage.")
    private String stage;

    @Mixin
    private TargetOptions target;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = Session.open(target)) {
            List<Environment> found = session.lifecycle().environments().stream()
                    .filter(environment ->
                            project == null || environment.project().equals(project))
                    .filter(environment -> stage == null || environment.stage().equals(stage))
                    .toList();
            Map<EnvironmentId, Decision> decisions = session
                    .lifecycle()
                    .upkeep()
                    .decisions(new StaleQuery(session.stages(target), stage, project, KnownChanges.NOTHING))
                    .stream()
                    .collect(Collectors.toMap(each -> each.environment().id(), each -> each));
            output.print(spec.commandLine().getOut(), documents(found, decisions), table(found, decisions));
        }
        return 0;
    }

    static String table(List<Environment> environments) {
        return table(environments, Map.of());
    }

    private static String table(List<Environment> environments, Map<EnvironmentId, Decision> decisions) {
        if (environments.isEmpty()) {
            return "no environments";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ENVIRONMENT", "STAGE", "CHANGE", "STATE", "RELEASE", "EXPIRES", "LINKS"));
        for (Environment environment : environments) {
            List<Link> links = environment.links();
            String first = links.isEmpty() ? "" : links.get(0).url();
            rows.add(List.of(
                    environment.id().value(),
                    environment.stage(),
                    environment.change().key(),
                    environment.state().name().toLowerCase(Locale.ROOT),
                    String.valueOf(environment.release()),
                    expires(environment, decisions.get(environment.id())),
                    first));
            links.stream().skip(1).forEach(link -> rows.add(List.of("", "", "", "", "", "", link.url())));
        }
        return Output.table(rows);
    }

    /** By its age and state alone: the terminal knows nothing of changes here. */
    private static String expires(Environment environment, @CheckForNull Decision decision) {
        Instant deadline = decision == null ? environment.expiresAt() : decision.deadline();
        if (decision != null && decision.verdict().goes()) {
            return "stale";
        }
        return deadline == null
                ? "never"
                : deadline.truncatedTo(ChronoUnit.MINUTES).toString();
    }

    private static List<Map<String, Object>> documents(
            List<Environment> environments, Map<EnvironmentId, Decision> decisions) {
        return environments.stream()
                .map(environment -> {
                    Map<String, Object> document = document(environment);
                    Decision decision = decisions.get(environment.id());
                    document.put("stale", decision != null && decision.verdict().goes());
                    document.put("because", decision == null ? null : decision.sentence());
                    return document;
                })
                .toList();
    }

    /** An environment as scripts read it. */
    static Map<String, Object> document(Environment environment) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", environment.id().value());
        document.put("project", environment.project());
        document.put("stage", environment.stage());
        document.put("change", environment.change().key());
        document.put("state", environment.state().name());
        document.put("release", environment.release());
        document.put(
                "links",
                environment.links().stream()
                        .collect(Collectors.toMap(Link::service, Link::url, (a, b) -> a, LinkedHashMap::new)));
        document.put("deployedAt", text(environment.deployedAt()));
        document.put("expiresAt", text(environment.expiresAt()));
        document.put("failure", text(environment.failure()));
        return document;
    }

    @CheckForNull
    private static String text(@CheckForNull Object value) {
        return value == null ? null : value.toString();
    }
}
