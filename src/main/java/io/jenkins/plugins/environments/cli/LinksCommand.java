package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Link;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the links of an environment. */
@Command(name = "links", description = "Prints the links of an environment.", mixinStandardHelpOptions = true)
final class LinksCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "ENVIRONMENT",
            description = "The environment's id, as list shows it; or say --project, --stage and --change.")
    private String id;

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
            Environment environment = session.environment(change.id(id, target, session.configuration()));
            Map<String, Object> links = new LinkedHashMap<>();
            environment.links().forEach(link -> links.put(link.service(), link.url()));
            output.print(spec.commandLine().getOut(), links, text(environment.links()));
        }
        return 0;
    }

    private static String text(List<Link> links) {
        return links.isEmpty()
                ? "no links"
                : Output.table(links.stream()
                        .map(link -> List.of(link.service(), link.url()))
                        .collect(Collectors.toList()));
    }
}
