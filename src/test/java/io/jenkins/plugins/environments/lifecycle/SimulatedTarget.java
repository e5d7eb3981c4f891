package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Value;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.Teardown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A target that lives in virtual time: objects have generations, become ready after a while, are seen late. What goes
 * wrong is decided by its {@link Faults}.
 */
class SimulatedTarget implements Target {

    static final String ID = "simulated";

    /** Stands for all environments where a call is about none of its own. */
    private static final EnvironmentId EVERYTHING = new EnvironmentId("everything");

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Map<EnvironmentId, Place> places = new TreeMap<>();
    private final Map<EnvironmentId, Set<String>> volumes = new TreeMap<>();
    private final List<Consumer<EnvironmentId>> listeners = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private Faults faults = new Faults();
    private long generations;

    /** What may go wrong; nothing, unless a test says so. */
    static class Faults {
        /** Before a call does anything. May throw. */
        void before(String call, EnvironmentId id) {}

        /** Between two objects of a call, and after the last. May throw: then what was done stays. */
        void amid(String call, EnvironmentId id) {}

        /** How a service turns out that runs what this says. */
        State outcome(EnvironmentId id, String service, String image) {
            return State.READY;
        }

        /** Until an object that was changed is what it shall be. */
        Duration readyAfter() {
            return Duration.ofSeconds(5);
        }

        /** Until a change is seen. */
        Duration seenAfter() {
            return Duration.ZERO;
        }

        /** How often the listeners are told: 0 is a lost event. */
        int eventCopies() {
            return 1;
        }

        /** Until an object that was asked to go is gone. */
        Duration goneAfter() {
            return Duration.ofSeconds(3);
        }

        /** What a service that is not ready wrote last. */
        String log(String service) {
            return "line 1 of its log";
        }

        /** Something holds the environment's objects. */
        boolean held(EnvironmentId id) {
            return false;
        }
    }

    /** What is there of an environment. */
    static final class Place {
        final String owner;
        /** Configurations, each with the sensitive values that were brought for it. */
        final Map<String, SecretValues> configurations = new TreeMap<>();

        final Map<String, Thing> services = new TreeMap<>();
        final Map<String, ServiceStatus> seen = new TreeMap<>();
        final Map<String, Long> seenGenerations = new HashMap<>();
        boolean going;
        boolean forced;

        /** What made it; null: it was planted. */
        @CheckForNull
        Desired made;

        Place(String owner) {
            this.owner = owner;
        }
    }

    /** A service's object. */
    static final class Thing {
        String specification;
        String image;
        long generation;
        State state = State.STARTING;
        /** What it was ready with at any time. */
        final Set<String> readyWith = new HashSet<>();
    }

    SimulatedTarget(VirtualTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    void faults(Faults next) {
        faults = next;
    }

    /** What no correct lifecycle does. */
    List<String> violations() {
        return violations;
    }

    /** Every call so far: {@code apply shop-qa [db]}. */
    List<String> calls() {
        return calls;
    }

    Map<EnvironmentId, Place> places() {
        return places;
    }

    Map<EnvironmentId, Set<String>> volumes() {
        return volumes;
    }

    /** The process that listened has died. */
    void forgetListeners() {
        listeners.clear();
    }

    /** Somebody else's environment is there. */
    void plant(EnvironmentId id, String owner) {
        Place place = new Place(owner);
        Thing thing = new Thing();
        thing.specification = "theirs";
        thing.image = "theirs";
        thing.state = State.READY;
        place.services.put("theirs", thing);
        places.put(id, place);
    }

    private void begin(String call, EnvironmentId id, String more) {
        calls.add(call + " " + id + more);
        faults.before(call, id);
    }

    private Place own(Desired desired) {
        Place place = places.get(desired.id());
        if (place != null && !place.owner.equals(desired.owner())) {
            throw new TargetException(
                    TargetException.Kind.NOT_OURS,
                    Failure.of(desired.id() + " is not ours", "it belongs to " + place.owner, "choose another name"));
        }
        if (place != null && place.going) {
            throw new TargetException(
                    TargetException.Kind.TRANSIENT, Failure.of(desired.id() + " is going", "not yet gone", "wait"));
        }
        return place;
    }

    private Place prepared(Desired desired) {
        Place place = own(desired);
        if (place == null || !place.configurations.containsKey(configuration(desired))) {
            throw new TargetException(
                    TargetException.Kind.VALUES_MISSING,
                    Failure.of("the configuration is not there", "nobody brought it", "run the build again"));
        }
        return place;
    }

    /** The sensitive values of a stack, by digest: what a Secret's name would say. */
    static String configuration(Desired desired) {
        return sensitive(desired).toString();
    }

    private static Set<String> sensitive(Desired desired) {
        Set<String> digests = new TreeSet<>();
        for (Service service : desired.stack().services().values()) {
            for (Value value : service.environment().values()) {
                if (value instanceof Value.Sensitive secret) {
                    digests.add(secret.key() + "=" + secret.digest());
                }
            }
        }
        return digests;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Problem> check(Desired desired) {
        begin("check", desired.id(), "");
        return List.of();
    }

    @Override
    public Applied prepare(Desired desired, SecretValues values) {
        begin("prepare", desired.id(), "");
        Place place = own(desired);
        if (place == null) {
            place = new Place(desired.owner());
            place.made = desired;
            places.put(desired.id(), place);
            faults.amid("prepare", desired.id());
        }
        String configuration = configuration(desired);
        if (!place.configurations.containsKey(configuration)) {
            if (!values.keys().containsAll(keys(desired))) {
                throw new TargetException(
                        TargetException.Kind.VALUES_MISSING,
                        Failure.of("secret values are not there", "nobody brought them", "run the build again"));
            }
            place.configurations.put(configuration, values);
        }
        volumes.computeIfAbsent(desired.id(), id -> new TreeSet<>())
                .addAll(desired.stack().volumes().keySet());
        faults.amid("prepare", desired.id());
        return Applied.NOTHING;
    }

    private static Set<String> keys(Desired desired) {
        Set<String> keys = new TreeSet<>();
        desired.stack().services().values().forEach(service -> service.environment()
                .values()
                .forEach(value -> {
                    if (value instanceof Value.Sensitive secret) {
                        keys.add(secret.key());
                    }
                }));
        return keys;
    }

    @Override
    public SecretValues values(Desired desired) {
        begin("values", desired.id(), "");
        Place place = places.get(desired.id());
        return place == null || !place.owner.equals(desired.owner())
                ? SecretValues.none()
                : place.configurations.getOrDefault(configuration(desired), SecretValues.none());
    }

    @Override
    public Applied apply(Desired desired, Set<String> services) {
        begin("apply", desired.id(), " " + services);
        Place place = prepared(desired);
        List<Applied.Change> changes = new ArrayList<>();
        for (String service : services) {
            checkOrder(desired, place, service);
            changes.add(apply(desired, place, service));
            faults.amid("apply", desired.id());
        }
        return new Applied(changes);
    }

    private void checkOrder(Desired desired, Place place, String service) {
        for (String before : desired.stack().service(service).dependsOn().keySet()) {
            Thing thing = place.services.get(before);
            if (thing == null || !thing.readyWith.contains(specification(desired, before))) {
                violations.add(service + " of " + desired.id() + " was applied before " + before + " was ready");
            }
        }
    }

    private Applied.Change apply(Desired desired, Place place, String service) {
        Thing thing = place.services.get(service);
        String specification = specification(desired, service);
        Applied.Action action = Applied.Action.UNCHANGED;
        if (thing == null) {
            thing = new Thing();
            place.services.put(service, thing);
            action = Applied.Action.CREATED;
        } else if (!specification.equals(thing.specification)) {
            action = Applied.Action.CHANGED;
        }
        if (action != Applied.Action.UNCHANGED) {
            thing.specification = specification;
            thing.image = image(desired, service);
            // Never the same again, not even for an object of the same name that is made anew.
            thing.generation = ++generations;
            thing.state = State.STARTING;
            changed(desired.id(), service);
            turnOut(desired.id(), service, thing, thing.generation);
        }
        return new Applied.Change("Deployment", service, service, action, thing.generation);
    }

    private void turnOut(EnvironmentId id, String service, Thing thing, long generation) {
        State outcome = faults.outcome(id, service, thing.image);
        time.later(faults.readyAfter(), () -> {
            if (thing.generation == generation && places.containsKey(id)) {
                thing.state = outcome;
                if (outcome == State.READY || outcome == State.COMPLETED) {
                    thing.readyWith.add(thing.specification);
                }
                changed(id, service);
            }
        });
    }

    /** A pod of the service falls over and comes again. */
    void stumble(EnvironmentId id, String service) {
        Place place = places.get(id);
        Thing thing = place == null ? null : place.services.get(service);
        if (thing != null && thing.state == State.READY) {
            thing.state = State.STARTING;
            changed(id, service);
            turnOut(id, service, thing, thing.generation);
        }
    }

    static String image(Desired desired, String service) {
        Service.Image image = desired.stack().service(service).image();
        String reference = desired.images().getOrDefault(service, image == null ? "" : image.reference());
        return reference.contains("@") ? reference : reference + "@" + Integer.toHexString(reference.hashCode());
    }

    /** What a service shall be; a tag and the digest behind it are the same here, so that both ways are compared. */
    static String specification(Desired desired, String service) {
        return desired.stack().service(service).environment().values().stream()
                        .map(SimulatedTarget::text)
                        .toList()
                + image(desired, service);
    }

    private static String text(Value value) {
        return value instanceof Value.Sensitive secret ? secret.digest() : ((Value.Plain) value).text();
    }

    /** Sees to it that it is seen, late or at once, and told, or not. */
    private void changed(EnvironmentId id, String service) {
        time.later(faults.seenAfter(), () -> {
            Place place = places.get(id);
            if (place == null) {
                return;
            }
            Thing thing = place.services.get(service);
            if (thing == null) {
                place.seen.remove(service);
            } else {
                boolean ready = thing.state == State.READY || thing.state == State.COMPLETED;
                place.seen.put(service, new ServiceStatus(thing.state, ready ? 1 : 0, 1, null));
                place.seenGenerations.put(service, thing.generation);
            }
            tell(id);
        });
    }

    private void tell(EnvironmentId id) {
        for (int i = faults.eventCopies(); i > 0; i--) {
            List.copyOf(listeners).forEach(listener -> listener.accept(id));
        }
    }

    @Override
    public Observation observe(EnvironmentId id, Applied applied) {
        Place place = places.get(id);
        if (place == null) {
            return new Observation(time.instant(), true, false, Map.of());
        }
        Map<String, ServiceStatus> services = new HashMap<>(place.seen);
        for (Applied.Change change : applied.changes()) {
            ServiceStatus status = services.get(change.service());
            if (status != null
                    && status.done()
                    && place.seenGenerations.getOrDefault(change.service(), 0L) < change.generation()) {
                services.put(change.service(), new ServiceStatus(State.STARTING, 0, 1, "not seen yet"));
            }
        }
        return new Observation(time.instant(), true, true, services);
    }

    @Override
    public Applied prune(Desired desired, List<Desired> kept) {
        begin("prune", desired.id(), "");
        Place place = prepared(desired);
        Set<String> wanted = desired.stack().services().keySet();
        for (String service : List.copyOf(place.services.keySet())) {
            if (!wanted.contains(service)) {
                place.services.remove(service);
                changed(desired.id(), service);
                faults.amid("prune", desired.id());
            }
        }
        Set<String> configurations = new HashSet<>(Set.of(configuration(desired)));
        kept.forEach(each -> configurations.add(configuration(each)));
        place.configurations.keySet().retainAll(configurations);
        return Applied.NOTHING;
    }

    /** What was last asked for with {@link #tidy}. */
    record Tidied(Set<EnvironmentId> living, Set<String> needed, Instant before) {}

    private Tidied tidied;

    Tidied tidied() {
        return tidied;
    }

    @Override
    public Applied tidy(String owner, Set<EnvironmentId> living, Set<String> needed, Instant before) {
        tidied = new Tidied(living, needed, before);
        return Applied.NOTHING;
    }

    @Override
    public Map<String, String> runningImages(EnvironmentId id) {
        begin("images", id, "");
        Map<String, String> images = new TreeMap<>();
        Place place = places.get(id);
        if (place != null) {
            place.services.forEach((service, thing) -> images.put(service, thing.image));
        }
        return images;
    }

    @Override
    public Teardown destroy(EnvironmentId id, String owner, DataPolicy data) {
        begin("destroy", id, "");
        Place place = places.get(id);
        if (place != null && !place.owner.equals(owner)) {
            return new Teardown(List.of(), List.of());
        }
        Set<String> there = volumes.getOrDefault(id, Set.of());
        if (data == DataPolicy.DELETE) {
            volumes.remove(id);
            there = Set.of();
        }
        if (place == null) {
            return new Teardown(List.of(), List.copyOf(there));
        }
        if (!place.going) {
            place.going = true;
            go(id, place);
        }
        List<Teardown.Remaining> remaining = new ArrayList<>();
        remaining.add(new Teardown.Remaining(
                "Namespace", id.value(), faults.held(id) ? List.of("somebody/holds-it") : List.of(), null));
        faults.amid("destroy", id);
        return new Teardown(remaining, List.copyOf(there));
    }

    @Override
    public Teardown force(EnvironmentId id, String owner, DataPolicy data) {
        calls.add("force " + id);
        Teardown asked = destroy(id, owner, data);
        Place place = places.get(id);
        if (place != null && place.owner.equals(owner)) {
            place.forced = true;
        }
        return asked;
    }

    private void go(EnvironmentId id, Place place) {
        time.later(faults.goneAfter(), () -> {
            if (faults.held(id) && !place.forced) {
                go(id, place);
            } else if (places.get(id) == place) {
                places.remove(id);
                tell(id);
            }
        });
    }

    @Override
    public Failure diagnose(Desired desired, String service) {
        begin("diagnose", desired.id(), " " + service);
        return new Failure(
                "service " + service + " did not become ready",
                "Deployment " + service,
                "it is simulated",
                "simulate better",
                List.of(faults.log(service)));
    }

    @Override
    public List<Discovered> discover(String owner) {
        faults.amid("discover", EVERYTHING);
        return places.entrySet().stream()
                .filter(each -> each.getValue().owner.equals(owner))
                .map(each -> discovered(each.getKey(), each.getValue()))
                .toList();
    }

    private static Discovered discovered(EnvironmentId id, Place place) {
        Desired made = place.made;
        return made == null
                ? new Discovered(id, place.owner, "", "", "")
                : new Discovered(
                        id,
                        place.owner,
                        made.change().project(),
                        made.stage(),
                        made.lifetime() == Lifetime.STANDING
                                ? ""
                                : made.change().key(),
                        made.change().branch(),
                        made.change().commit(),
                        null);
    }

    @Override
    public Subscription watch(Consumer<EnvironmentId> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {}

    /** The place of an environment; null when nothing is there. */
    @CheckForNull
    Place place(EnvironmentId id) {
        return places.get(id);
    }

    RandomGenerator random() {
        return random;
    }
}
