package io.jenkins.plugins.environments.jenkins.config;

import hudson.Functions;
import hudson.Util;
import hudson.model.Computer;
import hudson.util.FormValidation;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.target.docker.compose.Programs;
import io.jenkins.plugins.environments.target.docker.host.DockerTarget;
import io.jenkins.plugins.environments.target.docker.host.EngineHealth;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.cluster.TargetHealth;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a person learns who presses "Test connection"; it answers in three seconds, or says what does not. */
final class ConnectionTest {

    /** So long a person waits for an answer before they think that nothing happens. */
    static final int PATIENCE_SECONDS = 3;

    private final TargetSettings settings;
    private final int patience;
    private volatile String awaited;

    ConnectionTest(KubernetesTargetSettings settings, int patienceSeconds) {
        this(settings, patienceSeconds, Messages.ConnectionTest_client());
    }

    ConnectionTest(DockerTargetSettings settings, int patienceSeconds) {
        this(settings, patienceSeconds, Messages.ConnectionTest_engine());
    }

    private ConnectionTest(TargetSettings settings, int patience, String awaited) {
        this.settings = settings;
        this.patience = patience;
        this.awaited = awaited;
    }

    FormValidation run() {
        Future<FormValidation> answer = Computer.threadPoolForRemoting.submit(this::ask);
        try {
            return answer.get(patience, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return FormValidation.error(Messages.ConnectionTest_slow(awaited, patience));
        } catch (ExecutionException e) {
            return e.getCause() instanceof EnvironmentException expected
                    ? FormValidation.error(expected.getMessage())
                    : FormValidation.error(Messages.ConnectionTest_failed(
                            e.getCause().getClass().getSimpleName()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.ConnectionTest_slow(awaited, patience));
        }
    }

    private FormValidation ask() {
        TargetSettings.Blueprint blueprint = settings.blueprint();
        if (blueprint instanceof DockerBlueprint engine) {
            try (DockerTarget target = engine.connect(new Announcing(engine.programs()))) {
                return verdict(target.health());
            }
        }
        try (KubernetesTarget target = ((KubernetesBlueprint) blueprint).connect("connection-test")) {
            awaited = Messages.ConnectionTest_cluster();
            return verdict(target.health());
        }
    }

    /** Says that it is the programs that are waited for now. */
    private final class Announcing implements Programs {
        private final Programs programs;

        Announcing(Programs programs) {
            this.programs = programs;
        }

        @Override
        public Result run(Command command) throws IOException, InterruptedException {
            awaited = Messages.ConnectionTest_compose();
            return programs.run(command);
        }
    }

    private static FormValidation verdict(EngineHealth health) {
        String problems = String.join("\n", health.problems());
        if (!health.reachable()) {
            return FormValidation.error(problems);
        }
        String compose = health.compose();
        Long free = health.freeDisk();
        String found = Messages.ConnectionTest_foundEngine(health.version(), health.storageDriver())
                + "\n"
                + (free == null
                        ? Messages.ConnectionTest_diskNotTold()
                        : Messages.ConnectionTest_foundDisk(Functions.humanReadableByteSize(free)))
                + (compose == null ? "" : "\n" + Messages.ConnectionTest_foundCompose(compose))
                + (health.edge() ? "\n" + Messages.ConnectionTest_foundEdge() : "");
        return problems.isEmpty() ? FormValidation.ok(found) : FormValidation.warning(found + "\n" + problems);
    }

    private static FormValidation verdict(TargetHealth health) {
        String problems = String.join("\n", health.problems());
        if (!health.reachable()) {
            return FormValidation.error(problems);
        }
        String found = Messages.ConnectionTest_found(health.version());
        if (!health.usable()) {
            return FormValidation.errorWithMarkup(Util.escape(found + "\n" + problems)
                    + "<p>" + Util.escape(Messages.ConnectionTest_role()) + "</p><pre>"
                    + Util.escape(MissingRole.of(health.missing())) + "</pre>");
        }
        return problems.isEmpty() ? FormValidation.ok(found) : FormValidation.warning(found + "\n" + problems);
    }
}
