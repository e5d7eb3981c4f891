package io.jenkins.plugins.environments.target;

import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.Value;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What environments shall be, in tests. */
public final class Wishes {

    public static final String OWNER = "owner-a";

    private Wishes() {}

    public static Desired wish(String project, Stack stack) {
        return wish(project, OWNER, stack, null);
    }

    public static Desired wish(String project, String owner, Stack stack, Stage.Quota quota) {
        Change change = Change.request(project, 42);
        return new Desired(
                EnvironmentId.of(project, "staging", change.key()),
                owner,
                "staging",
                change,
                Lifetime.PER_CHANGE,
                stack,
                Map.of(),
                List.of(),
                quota);
    }

    /** A value for each sensitive variable of the stack: {@code hunter2-<key>}. */
    public static SecretValues values(Stack stack) {
        Map<String, byte[]> values = new HashMap<>();
        for (Service service : stack.services().values()) {
            service.environment().values().forEach(value -> {
                if (value instanceof Value.Sensitive sensitive) {
                    values.put(sensitive.key(), ("hunter2-" + sensitive.key()).getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        return new SecretValues(values);
    }
}
