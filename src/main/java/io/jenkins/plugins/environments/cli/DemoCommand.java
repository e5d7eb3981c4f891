package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest.Authority;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.stack.StackRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the main job from end to end, with nothing installed: the StudyGiveWay stack for two pull requests. */
@Command(
        name = "demo",
        description = {
            "Deploys the StudyGiveWay stack (16 services) for two pull requests, shows their links, promotes one to the",
            "next stage, takes all away and proves that nothing is left. Runs on a Kubernetes API inside this process, in",
            "which no container runs, or on a real cluster with --kubeconfig."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final Duration PACE = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String PROJECT = "giveway";
    private static final List<Integer> REQUESTS = List.of(41, 42);
    private static final int PROMOTED = 42;

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Do the same on this real cluster.")
    private Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "The kubeconfig's context. Default: its current one.")
    private String context;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("environments-demo");
        try {
            int status = kubeconfig == null ? embedded(folder) : real(folder, kubeconfig);
            sayWhatNext();
            return status;
        } finally {
            deleteAll(folder);
        }
    }

    private int embedded(Path folder) throws IOException {
        say("This demo runs on a Kubernetes API inside this process: objects are real, no container runs.");
        try (EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(PACE)) {
            Path config = Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
            int status = run(folder, config);
            int left = kubernetes.objects();
            say(left == 0 ? "Asked the API for every object it has: none is left." : left + " objects are left.");
            return left == 0 ? status : Errors.FAILED;
        }
    }

    private int real(Path folder, Path config) throws IOException {
        say("This demo runs on the cluster of " + config + ": containers run there, and their images are pulled.");
        return run(folder, config);
    }

    private int run(Path folder, Path config) throws IOException {
        Path project = Files.createDirectory(folder.resolve("studygiveway"));
        DemoProject.writeTo(project);
        TargetOptions options = new TargetOptions();
        options.kubeconfig = config;
        options.context = context;
        options.home = folder.resolve("home");
        try (Session session = Session.open(options)) {
            return story(
                    session,
                    project,
                    options.stage(session.configuration(), "staging"),
                    options.stage(session.configuration(), "qa"));
        }
    }

    private int story(Session session, Path project, Stage stage, Stage next) {
        StackReading reading = new StackReader(session.digest())
                .read(new StackRequest(project, List.of(), List.of(), Set.of(), Map.of(), Map.of(), true));
        boolean good = true;
        for (int number : REQUESTS) {
            say("");
            Change change = Change.request(PROJECT, number);
            good &= ended(
                    session,
                    session.lifecycle()
                            .deploy(new DeployRequest(
                                    change, stage, reading, Map.of(), OnFailure.KEEP, PATIENCE, Origin.of("demo"))));
        }
        say("");
        say("What runs, and where it answers:");
        say(ListCommand.table(session.lifecycle().environments()));
        say("");
        good &= promoted(session, Change.request(PROJECT, PROMOTED), stage, next);
        say("");
        say("Pull request " + PROMOTED + " runs in " + next.name() + " now, and no longer in " + stage.name() + ":");
        say(ListCommand.table(session.lifecycle().environments()));
        for (Environment environment : session.lifecycle().environments()) {
            say("");
            good &= ended(
                    session,
                    session.lifecycle()
                            .destroy(new DestroyRequest(environment.id(), null, PATIENCE, Origin.of("demo"))));
        }
        say("");
        int known = session.lifecycle().environments().size();
        int found = session.found(stage.target());
        say(
                known == 0 && found == 0
                        ? "Nothing is left: no record is open, and the target has nothing with our mark."
                        : known + " environments are left in the journal, " + found + " on the target.");
        return good && known == 0 && found == 0 ? 0 : Errors.FAILED;
    }

    /** The very images that ran go on; the environment that they ran in goes. */
    private boolean promoted(Session session, Change change, Stage from, Stage to) {
        PromoteRequest request = new PromoteRequest(
                PROJECT,
                change,
                from,
                to,
                List.of(from.name(), to.name()),
                null,
                Map.of(),
                Map.of(),
                true,
                Authority.GRANTED,
                PATIENCE,
                Origin.of("demo"));
        return ended(session, session.lifecycle().promote(request))
                && session.removal(EnvironmentLifecycle.idOf(change, from))
                        .map(removal -> ended(session, removal))
                        .orElse(true);
    }

    private void sayWhatNext() {
        say("");
        say("What to try next:");
        say(
                "  java -jar target/engine/environments.jar render -f docker-compose.yml --change 42   the objects of your own stack");
        say(
                "  java -jar target/engine/environments.jar demo --kubeconfig ~/.kube/config           the same on a real cluster");
        say(
                "  README.md                                                                           the plugin for Jenkins");
    }

    private boolean ended(Session session, Operation operation) {
        return session.progress(spec).follow(session.lifecycle(), operation).succeeded();
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private static void deleteAll(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
