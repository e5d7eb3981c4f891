package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.Target.Subscription;
import io.jenkins.plugins.environments.target.Targets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Targets, each watched from its first use, and watched anew when its connection was renewed. */
final class Connections implements AutoCloseable {

    private final Targets targets;
    private final Consumer<EnvironmentId> news;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    Connections(Targets targets, Consumer<EnvironmentId> news) {
        this.targets = targets;
        this.news = news;
    }

    /**
     * The target of that id.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when none is configured under it
     */
    Target target(String id) {
        Target target = targets.target(id);
        // Per target, so that one that is slow to connect holds up nobody who uses another.
        return watched.compute(id, (key, before) -> {
                    if (before != null && before.target() == target) {
                        return before;
                    }
                    Watched now = new Watched(target, target.watch(news));
                    if (before != null) {
                        before.subscription().close();
                    }
                    return now;
                })
                .target();
    }

    @Override
    public void close() {
        watched.values().forEach(each -> each.subscription().close());
        watched.clear();
    }

    private record Watched(Target target, Subscription subscription) {}
}
