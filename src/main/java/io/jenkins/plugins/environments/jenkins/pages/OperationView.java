package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import java.util.Date;
import java.util.List;
import java.util.Locale;

/** An operation as the page of its environment shows it. Made only by {@link EnvironmentView}, for who may view that. */
public final class OperationView {

    private final Operation operation;

    OperationView(Operation operation) {
        this.operation = operation;
    }

    public String getKind() {
        return switch (operation.kind()) {
            case DEPLOY -> Messages.Operation_deploy();
            case DESTROY -> Messages.Operation_destroy();
            case PROMOTE -> Messages.Operation_promote();
            case ROLLBACK -> Messages.Operation_rollback();
            case REDEPLOY -> Messages.Operation_redeploy();
        };
    }

    /** E.g. {@code released}. */
    public String getPhase() {
        return operation.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    public String getIcon() {
        if (!operation.phase().isEnd()) {
            return "symbol-status-blue-anime";
        }
        return operation.succeeded()
                ? "symbol-status-blue"
                : operation.failure() == null ? "symbol-status-aborted" : "symbol-status-red";
    }

    public Date getRequestedAt() {
        return Date.from(operation.requestedAt());
    }

    /** E.g. {@code alice, shop/main #12}. */
    public String getBy() {
        String job = operation.origin().job();
        return operation.origin().by()
                + (job == null ? "" : ", " + job + " #" + operation.origin().build());
    }

    @CheckForNull
    public String getFailure() {
        Failure failure = operation.failure();
        return failure == null ? null : failure.toString();
    }

    public List<String> getDetails() {
        Failure failure = operation.failure();
        return failure == null ? List.of() : failure.details();
    }
}
