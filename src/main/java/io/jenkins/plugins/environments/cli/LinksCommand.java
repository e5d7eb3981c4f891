package io.jenkins.plugins.environments.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.LinkReason;
import io.jenkins.plugins.environments.lifecycle.Links;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.StackReading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the links of an environment. */
@Command(
        name = "links",
        description = {
            "Prints the links of an environment.",
            "With --explain, those that a deploy of the Compose files would make, and for each service why."
        },
        mixinStandardHelpOptions = true)
final class LinksCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "ENVIRONMENT",
            description = "The environment's id, as list shows it; or say --project, --stage and --change.")
    private String id;

    @Option(
            names = "--explain",
            description = "Read the Compose files and say for each service why it gets a link, or none.")
    private boolean explain;

    @Mixin
    private StackOptions stack;

    @Mixin
    private ChangeOptions change;

    @Mixin
    private TargetOptions target;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = Session.open(target)) {
            if (explain) {
                explain(session);
                return 0;
            }
            Environment environment = session.environment(change.id(id, target, session.configuration()));
            Map<String, Object> links = new LinkedHashMap<>();
            environment.links().forEach(link -> links.put(link.service(), link.url()));
            output.print(spec.commandLine().getOut(), links, text(environment.links()));
        }
        return 0;
    }

    private void explain(Session session) {
        Stage stage = target.stage(session.configuration(), change.stage);
        StackReading reading = stack.read(session.digest(), stage);
        List<LinkReason> reasons =
                Links.explained(stage, change.change(stage, stack.projectDirectory()), reading.stack());
        List<Map<String, Object>> explained = reasons.stream()
                .map(reason -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("service", reason.service());
                    one.put("url", url(reason, null));
                    one.put("why", reason.why());
                    return one;
                })
                .toList();
        output.print(
                spec.commandLine().getOut(),
                explained,
                Output.table(reasons.stream()
                        .map(reason -> List.of(reason.service(), String.valueOf(url(reason, "-")), reason.why()))
                        .toList()));
    }

    @CheckForNull
    private static String url(LinkReason reason, @CheckForNull String none) {
        Link link = reason.link();
        return link == null ? none : link.url();
    }

    private static String text(List<Link> links) {
        return links.isEmpty()
                ? "no links"
                : Output.table(links.stream()
                        .map(link -> List.of(link.service(), link.url()))
                        .collect(Collectors.toList()));
    }
}
