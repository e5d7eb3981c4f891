package io.jenkins.plugins.environments.target.docker;

import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.StackFixtures;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.model.stack.Value;
import io.jenkins.plugins.environments.target.Desired;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What environments on an engine shall be, in tests. A value in the making; every method answers a new one. */
public record EngineWishes(
        String project,
        String owner,
        Lifetime lifetime,
        Stack stack,
        Map<String, String> images,
        List<Link> links,
        Stage.Quota quota) {

    public static final String OWNER = "owner-a";

    public static EngineWishes wish(String project, ServiceFixture... services) {
        return wish(project, StackFixtures.stack(services));
    }

    public static EngineWishes wish(String project, Stack stack) {
        return new EngineWishes(project, OWNER, Lifetime.PER_CHANGE, stack, Map.of(), List.of(), null);
    }

    public EngineWishes of(String otherOwner) {
        return new EngineWishes(project, otherOwner, lifetime, stack, images, links, quota);
    }

    public EngineWishes standing() {
        return new EngineWishes(project, owner, Lifetime.STANDING, stack, images, links, quota);
    }

    public EngineWishes image(String service, String image) {
        return new EngineWishes(project, owner, lifetime, stack, Map.of(service, image), links, quota);
    }

    public EngineWishes link(String service, String url, int port) {
        Link link = new Link(service, url.replaceFirst("^https?://", ""), port, url);
        return new EngineWishes(
                project,
                owner,
                lifetime,
                stack,
                images,
                Stream.concat(links.stream(), Stream.of(link)).toList(),
                quota);
    }

    public EngineWishes quota(Stage.Quota given) {
        return new EngineWishes(project, owner, lifetime, stack, images, links, given);
    }

    public Desired desired() {
        Change change = Change.request(project, 42);
        String key = lifetime == Lifetime.STANDING ? null : change.key();
        return new Desired(
                EnvironmentId.of(project, "staging", key),
                owner,
                "staging",
                change,
                lifetime,
                stack,
                images,
                links,
                quota);
    }

    /** A value for each sensitive variable of the stack: {@code hunter2-<key>}. */
    public static SecretValues values(Stack stack) {
        Map<String, byte[]> values = new HashMap<>();
        stack.services()
                .values()
                .forEach(service -> service.environment().values().forEach(value -> {
                    if (value instanceof Value.Sensitive sensitive) {
                        values.put(sensitive.key(), ("hunter2-" + sensitive.key()).getBytes(StandardCharsets.UTF_8));
                    }
                }));
        return new SecretValues(values);
    }
}
