package io.jenkins.plugins.environments.target.docker.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * When containers were seen to be restarted. The engine only counts, which does not tell one that ends every minute from one
 * that ended now and then over a year.
 */
final class Restarts {

    private static final Duration LATE = Duration.ofMinutes(10);

    private final Map<String, Counted> containers = new HashMap<>();

    /** What the engine counted last, and when that had become more. */
    private static final class Counted {
        private int count;
        private final Deque<Instant> grew = new ArrayDeque<>();
    }

    /** @param count how often the engine has restarted it so far; it begins anew when somebody starts the container */
    void seen(String container, int count, Instant now) {
        Counted known = containers.computeIfAbsent(container, id -> new Counted());
        if (count < known.count) {
            known.grew.clear();
        } else if (count > known.count) {
            known.grew.add(now);
        }
        known.count = count;
    }

    /** How often in the last minutes. */
    int lately(String container, Instant now) {
        Counted known = containers.get(container);
        if (known == null) {
            return 0;
        }
        known.grew.removeIf(at -> at.isBefore(now.minus(LATE)));
        return known.grew.size();
    }

    /** Forgets all others. */
    void retain(Set<String> there) {
        containers.keySet().retainAll(there);
    }
}
