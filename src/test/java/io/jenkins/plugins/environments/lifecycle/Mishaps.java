package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Observation.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Everything that goes wrong in a history, by chance; and the places at which its process may die. */
final class Mishaps extends SimulatedTarget.Faults {

    /** The process dies here. Not an exception that code may catch. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("the process dies here", null, false, false);
        }
    }

    private static final Map<String, List<String>> ANNOUNCED = Map.of(
            "prepare", phases("RESOLVED", "ROLLING_BACK"),
            "apply", phases("APPLYING", "WAITING", "ROLLING_BACK"),
            "prune", phases("READY", "ROLLING_BACK"),
            "images", phases("READY"),
            "destroy", phases("DESTROYING", "STUCK", "ROLLING_BACK"));

    private final RandomGenerator random;
    private final VirtualTime time;
    private final SimulatedDisk disk;
    private final Set<EnvironmentId> held = new HashSet<>();
    private final List<String> violations;
    private boolean over;
    private int crashIn = -1;
    private int diskFaults;

    Mishaps(RandomGenerator random, VirtualTime time, SimulatedDisk disk, List<String> violations) {
        this.random = random;
        this.time = time;
        this.disk = disk;
        this.violations = violations;
    }

    private static List<String> phases(String... names) {
        return List.of(names).stream()
                .map(name -> "\"phase\" : \"" + name + "\"")
                .toList();
    }

    /** From now on all goes well. */
    void over() {
        over = true;
        crashIn = -1;
        diskFaults = 0;
        held.clear();
    }

    /** The process dies after so many calls of disk and target. */
    void crashIn(int calls) {
        crashIn = calls;
    }

    boolean crashes() {
        return crashIn >= 0;
    }

    /** So many calls of the disk fail. */
    void diskFaults(int calls) {
        diskFaults = calls;
    }

    void hold(EnvironmentId id) {
        held.add(id);
    }

    private void mayCrash() {
        if (crashIn >= 0 && crashIn-- == 0) {
            throw new Crash();
        }
    }

    /** Before each call of the disk. */
    void disk() {
        mayCrash();
        if (diskFaults > 0) {
            diskFaults--;
            throw new DiskFault();
        }
    }

    /** Stands for an IOException, which a hook can't throw. */
    static final class DiskFault extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What no contract allows for. */
    static final class Defect extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    void before(String call, EnvironmentId id) {
        mayCrash();
        List<String> phases = ANNOUNCED.get(call);
        if (phases != null && !disk.durablyBegins("environments/" + id + "/operations", phases)) {
            violations.add(call + " of " + id + " without a word of it on the disk");
        }
        if (over) {
            return;
        }
        if (random.nextInt(15) == 0) {
            time.waste(Duration.ofMillis(random.nextInt(20_000)));
        }
        mayFail(call, id, 12);
    }

    @Override
    void amid(String call, EnvironmentId id) {
        mayCrash();
        if (!over) {
            mayFail(call, id, 15);
        }
    }

    private void mayFail(String call, EnvironmentId id, int odds) {
        if (random.nextInt(odds) == 0) {
            boolean permanent = random.nextInt(5) == 0;
            throw new TargetException(
                    permanent ? TargetException.Kind.PERMANENT : TargetException.Kind.TRANSIENT,
                    Failure.of(call + " of " + id + " failed", "a mishap", "wait for better times"));
        }
        if (random.nextInt(400) == 0) {
            throw new Defect();
        }
    }

    /** Bad images never become ready; some tell so. */
    @Override
    State outcome(EnvironmentId id, String service, String image) {
        if (image.contains("broken")) {
            return State.FAILED;
        }
        return image.contains("hanging") ? State.STARTING : State.READY;
    }

    @Override
    Duration readyAfter() {
        return Duration.ofMillis(random.nextInt(over ? 5_000 : 90_000));
    }

    @Override
    Duration seenAfter() {
        return Duration.ofMillis(random.nextInt(over ? 100 : 4_000));
    }

    @Override
    int eventCopies() {
        return over ? 1 : random.nextInt(3);
    }

    @Override
    Duration goneAfter() {
        return Duration.ofMillis(random.nextInt(over ? 5_000 : 60_000));
    }

    @Override
    boolean held(EnvironmentId id) {
        return held.contains(id);
    }
}
