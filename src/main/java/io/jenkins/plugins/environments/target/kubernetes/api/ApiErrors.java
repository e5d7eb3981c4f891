package io.jenkins.plugins.environments.target.kubernetes.api;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Turns what the client library throws into our words, and decides whether trying again may help. */
final class ApiErrors {

    private ApiErrors() {}

    /**
     * @param what what was tried, e.g. {@code apply Deployment web in env-a}
     * @param secret the request carried sensitive values: the API repeats values that it does not like, so its words are
     *     left out
     */
    static EnvironmentException translate(String what, boolean secret, RuntimeException e) {
        if (e instanceof EnvironmentException ours) {
            return ours;
        }
        if (e instanceof KubernetesClientException client && client.getCode() > 0) {
            return answered(what, secret, client);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof EnvironmentException ours) {
                return ours;
            }
            if (cause instanceof SSLException) {
                return new TargetException(
                        Kind.PERMANENT,
                        Failure.of(
                                "can't " + what,
                                "no trusted connection to the cluster: " + cause.getMessage(),
                                "give the target the CA certificate that signed the server's, and an address that the"
                                        + " certificate names"),
                        cause);
            }
            if (cause instanceof UnknownHostException) {
                return unreachable(what, "no such host: " + cause.getMessage(), cause);
            }
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String words = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return unreachable(what, secret ? root.getClass().getSimpleName() : words, secret ? null : e);
    }

    private static TargetException unreachable(String what, String why, Throwable cause) {
        return new TargetException(
                Kind.TRANSIENT,
                Failure.of("can't " + what, why, "check that the cluster is up and reachable from here"),
                cause);
    }

    private static TargetException answered(String what, boolean secret, KubernetesClientException e) {
        String words = secret ? fields(e.getStatus()) : words(e);
        String lower = words.toLowerCase(java.util.Locale.ROOT);
        int code = e.getCode();
        Kind kind = Kind.PERMANENT;
        String remedy =
                switch (code) {
                    case 400, 405, 406, 413, 415, 422 -> "correct the stack, or report this with the text above";
                    case 401 -> "give the target valid credentials; the cluster does not accept these";
                    case 403 -> forbidden(lower);
                    case 404 -> "check that the cluster serves this kind and that the namespace is there";
                    default -> "try again in a moment";
                };
        boolean namespaceGoing = code == 403 && lower.contains("being terminated");
        if (code == 409 || code == 408 || code == 410 || code == 429 || code >= 500 || namespaceGoing) {
            kind = Kind.TRANSIENT;
        }
        return new TargetException(
                kind,
                Failure.of("can't " + what, "the cluster says " + code + ": " + words, remedy),
                secret ? null : e);
    }

    private static String forbidden(String words) {
        if (words.contains("being terminated")) {
            return "wait until the namespace is gone";
        }
        if (words.contains("exceeded quota")) {
            return "raise the quota, or run fewer or smaller services";
        }
        if (words.contains("podsecurity")) {
            return "change what the service asks for, or allow it in the namespace";
        }
        return "give the target's account this permission in its role";
    }

    /** The API's own words, without the client library's around them. */
    static String words(KubernetesClientException e) {
        Status status = e.getStatus();
        if (status != null
                && status.getMessage() != null
                && !status.getMessage().isEmpty()) {
            return status.getMessage();
        }
        return e.getMessage() == null ? "nothing more" : e.getMessage();
    }

    private static String fields(Status status) {
        List<StatusCause> causes = status == null || status.getDetails() == null
                ? List.of()
                : status.getDetails().getCauses();
        String named = causes.stream()
                .map(cause -> cause.getField() + " (" + cause.getReason() + ")")
                .collect(Collectors.joining(", "));
        String reason = status == null || status.getReason() == null ? "no reason" : status.getReason();
        return named.isEmpty() ? reason : reason + ": " + named;
    }
}
