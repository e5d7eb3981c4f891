package io.jenkins.plugins.environments.jenkins.background;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.TargetSettings;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.Targets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The configured targets, each connected when it is first used. Settings and credentials are looked at again after
 * {@link #TRUSTED}; when they are others than those that the connection was made of, it is made anew and the old one is
 * retired, so that what still uses it can end.
 */
final class ConfiguredTargets implements Targets, AutoCloseable {

    /** So long a connection is used without a look at its settings. */
    static final Duration TRUSTED = Duration.ofSeconds(2);

    private final Function<String, TargetSettings> settings;
    private final String holder;
    private final Clock clock;
    private final Consumer<Target> retire;
    private final Map<String, Connected> connected = new ConcurrentHashMap<>();

    private record Connected(TargetSettings.Blueprint blueprint, Target target, Instant lookedAt) {}

    /**
     * @param holder see {@link TargetSettings.Blueprint#connect}
     * @param retire closes a target some time after it was replaced
     */
    ConfiguredTargets(Function<String, TargetSettings> settings, String holder, Clock clock, Consumer<Target> retire) {
        this.settings = settings;
        this.holder = holder;
        this.clock = clock;
        this.retire = retire;
    }

    static ConfiguredTargets ofJenkins(String holder, Consumer<Target> retire) {
        return new ConfiguredTargets(
                id -> EnvironmentsConfiguration.get().target(id), holder, Clock.systemUTC(), retire);
    }

    @Override
    public Target target(String id) {
        Connected known = connected.get(id);
        if (known != null && clock.instant().isBefore(known.lookedAt().plus(TRUSTED))) {
            return known.target();
        }
        // Per target, so that one with slow credentials holds up nobody who uses another.
        return connected.compute(id, (key, before) -> look(key, before)).target();
    }

    private Connected look(String id, @CheckForNull Connected before) {
        TargetSettings.Blueprint blueprint = settings.apply(id).blueprint();
        if (before != null && before.blueprint().equals(blueprint)) {
            return new Connected(blueprint, before.target(), clock.instant());
        }
        Connected now = new Connected(blueprint, blueprint.connect(holder), clock.instant());
        if (before != null) {
            retire.accept(before.target());
        }
        return now;
    }

    @Override
    public void close() {
        List<Connected> all = new ArrayList<>(connected.values());
        connected.clear();
        all.forEach(each -> each.target().close());
    }
}
