package io.jenkins.plugins.environments.jenkins.config;

import hudson.Util;
import hudson.model.Computer;
import hudson.util.FormValidation;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.cluster.TargetHealth;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a person learns who presses "Test connection"; it answers in three seconds, or says that the cluster does not. */
final class ConnectionTest {

    /** So long a person waits for an answer before they think that nothing happens. */
    static final int PATIENCE_SECONDS = 3;

    private final KubernetesTargetSettings settings;
    private final int patience;

    ConnectionTest(KubernetesTargetSettings settings, int patienceSeconds) {
        this.settings = settings;
        this.patience = patienceSeconds;
    }

    FormValidation run() {
        Future<TargetHealth> answer = Computer.threadPoolForRemoting.submit(this::ask);
        try {
            return verdict(answer.get(patience, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return FormValidation.error(Messages.ConnectionTest_slow(patience));
        } catch (ExecutionException e) {
            return e.getCause() instanceof EnvironmentException expected
                    ? FormValidation.error(expected.getMessage())
                    : FormValidation.error(Messages.ConnectionTest_failed(
                            e.getCause().getClass().getSimpleName()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.ConnectionTest_slow(patience));
        }
    }

    private TargetHealth ask() {
        TargetSettings.Blueprint blueprint = settings.blueprint();
        try (KubernetesTarget target = ((KubernetesBlueprint) blueprint).connect("connection-test")) {
            return target.health();
        }
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
