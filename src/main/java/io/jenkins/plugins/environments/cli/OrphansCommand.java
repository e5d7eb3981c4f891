package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.ReconcileReport.Orphan;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what no record knows, and takes it up again. */
@Command(
        name = "orphans",
        description = "Lists what this home made on the targets and has no record of, or takes one of it up again.",
        mixinStandardHelpOptions = true)
final class OrphansCommand implements Callable<Integer> {

    @Option(
            names = "--adopt",
            paramLabel = "ENVIRONMENT",
            description = "Makes the record of this one anew; then deploy or destroy it.")
    private String adopted;

    @Mixin
    private TargetOptions target;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = Session.open(target)) {
            List<Orphan> orphans = new ArrayList<>();
            for (String id : session.targets().ids()) {
                orphans.addAll(session.lifecycle().upkeep().orphans(id));
            }
            if (adopted != null) {
                adopt(session, orphans);
            } else {
                output.print(
                        spec.commandLine().getOut(),
                        orphans.stream().map(OrphansCommand::document).toList(),
                        table(orphans));
            }
        }
        return 0;
    }

    private void adopt(Session session, List<Orphan> orphans) {
        EnvironmentId id = new EnvironmentId(adopted);
        String on = orphans.stream()
                .filter(orphan -> orphan.id().equals(id))
                .map(Orphan::target)
                .findFirst()
                .orElse(session.targets().ids().iterator().next());
        Environment environment = session.lifecycle().upkeep().adopt(on, id, Origin.of("terminal"));
        spec.commandLine().getOut().println(environment.id() + " on " + on + " has a record again");
    }

    private static String table(List<Orphan> orphans) {
        if (orphans.isEmpty()) {
            return "everything has its record";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ENVIRONMENT", "TARGET", "PROJECT", "STAGE", "CHANGE", "AGE"));
        orphans.forEach(orphan -> rows.add(List.of(
                orphan.id().value(), orphan.target(), orphan.project(), orphan.stage(), orphan.change(), age(orphan))));
        return Output.table(rows);
    }

    private static String age(Orphan orphan) {
        Instant since = orphan.since();
        return since == null ? "" : Durations.format(Duration.between(since, orphan.seenSince()));
    }

    private static Map<String, Object> document(Orphan orphan) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", orphan.id().value());
        document.put("target", orphan.target());
        document.put("project", orphan.project());
        document.put("stage", orphan.stage());
        document.put("change", orphan.change());
        Instant since = orphan.since();
        document.put("since", since == null ? null : since.toString());
        return document;
    }
}
