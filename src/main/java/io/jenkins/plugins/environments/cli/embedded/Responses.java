package io.jenkins.plugins.environments.cli.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import okhttp3.mockwebserver.MockResponse;

/** Answers in the form of the Kubernetes API. */
final class Responses {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Responses() {}

    static MockResponse ok(String body) {
        return json(200, body);
    }

    static MockResponse created(String body) {
        return json(201, body);
    }

    static MockResponse notFound(ObjectPath object) {
        return status(404, "NotFound", object.plural() + " \"" + object.name() + "\" not found");
    }

    static MockResponse conflict(ObjectPath object, String why) {
        return status(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + object.plural() + " \"" + object.name() + "\": " + why);
    }

    static MockResponse forbidden(ObjectPath object, String why) {
        return status(403, "Forbidden", object.plural() + " \"" + object.name() + "\" is forbidden: " + why);
    }

    static MockResponse invalid(ObjectPath object, String why) {
        return status(422, "Invalid", object.plural() + " \"" + object.name() + "\" is invalid: " + why);
    }

    private static MockResponse status(int code, String reason, String message) {
        Map<String, Object> status = Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Status",
                "status",
                "Failure",
                "code",
                code,
                "reason",
                reason,
                "message",
                message);
        return json(code, JSON.valueToTree(status).toString());
    }

    private static MockResponse json(int code, String body) {
        return new MockResponse()
                .setResponseCode(code)
                .setHeader("Content-Type", "application/json")
                .setBody(body);
    }
}
