package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The design's promises, checked after a history has settled: no environment in limbo, no object orphaned, no record
 * lost, nothing foreign touched, no secret written down.
 *
 * @param acknowledged what somebody was told is on disk
 * @param followed what the followers of the last process were told
 * @param specifications everything that was ever asked for, by environment
 * @param foreign what was somebody else's from the begin
 */
record Verdict(
        World world,
        Map<String, Operation> acknowledged,
        Map<String, List<OperationEvent>> followed,
        Map<EnvironmentId, Set<String>> specifications,
        Set<EnvironmentId> foreign) {

    List<String> inTheEnd() {
        List<String> wrong = new ArrayList<>();
        noRecordLost(wrong);
        followersTold(wrong);
        for (EnvironmentId id : specifications.keySet()) {
            world.lifecycle.environment(id).ifPresent(environment -> settled(environment, wrong));
        }
        noOrphans(wrong);
        nothingForeignTouched(wrong);
        noSecretWritten(wrong);
        noFileSetAside(wrong);
        return wrong;
    }

    private void noRecordLost(List<String> wrong) {
        acknowledged.forEach((id, operation) -> {
            Operation now = world.lifecycle.operation(id).orElse(null);
            if (now == null) {
                wrong.add("operation " + id + " is lost");
            } else if (!now.phase().isEnd()) {
                wrong.add("operation " + id + " of " + now.environment() + " is in limbo: " + now);
            }
        });
    }

    private void followersTold(List<String> wrong) {
        followed.forEach((id, events) -> {
            long ends = events.stream()
                    .filter(event -> event instanceof OperationEvent.PhaseEntered entered
                            && entered.operation().phase().isEnd())
                    .count();
            boolean last = !events.isEmpty()
                    && events.get(events.size() - 1) instanceof OperationEvent.PhaseEntered entered
                    && entered.operation().phase().isEnd();
            if (ends != 1 || !last) {
                wrong.add("the follower of " + id + " was told " + events);
            }
        });
    }

    private void settled(Environment environment, List<String> wrong) {
        EnvironmentId id = environment.id();
        SimulatedTarget.Place place = world.target.place(id);
        boolean ours = place != null && place.owner.equals(world.lifecycle.instanceId());
        if (environment.operation() != null) {
            wrong.add(id + " says that " + environment.operation() + " is at work");
        }
        switch (environment.state()) {
            case READY -> {
                if (!ours) {
                    wrong.add(id + " is READY and nothing is there");
                } else {
                    runsItsRelease(environment, place, wrong);
                }
            }
            case FAILED -> {
                if (environment.failure() == null) {
                    wrong.add(id + " is FAILED and does not say why");
                }
                if (ours) {
                    place.services.forEach((service, thing) -> asAskedFor(id, service, thing, wrong));
                }
            }
            case GONE -> {
                if (ours) {
                    wrong.add(id + " is GONE and still there");
                }
                volumesAsRecorded(id, wrong);
            }
            default -> wrong.add(id + " is in limbo: " + environment.state());
        }
        if (ours && place.going) {
            wrong.add(id + " is being removed and nobody waits for it");
        }
    }

    private void runsItsRelease(Environment environment, SimulatedTarget.Place place, List<String> wrong) {
        Release release = world.lifecycle.releases(environment.id()).stream()
                .filter(each -> each.number() == environment.release())
                .findFirst()
                .orElse(null);
        if (release == null) {
            wrong.add(environment.id() + " runs release " + environment.release() + ", of which there is no record");
            return;
        }
        Desired desired = new Desired(
                environment.id(),
                "",
                "",
                release.change(),
                environment.lifetime(),
                release.stack(),
                release.images(),
                release.links(),
                null);
        if (!place.services.keySet().equals(release.stack().services().keySet())) {
            wrong.add(environment.id() + " has " + place.services.keySet() + " in place of "
                    + release.stack().services().keySet());
        }
        release.stack().services().keySet().forEach(service -> {
            SimulatedTarget.Thing thing = place.services.get(service);
            if (thing != null && !thing.specification.equals(SimulatedTarget.specification(desired, service))) {
                wrong.add(environment.id() + " runs " + thing.specification + " as " + service + ", not what release "
                        + release.number() + " says");
            }
            if (thing != null && thing.state != State.READY) {
                wrong.add(environment.id() + " is READY, its " + service + " is " + thing.state);
            }
        });
        if (!place.configurations.containsKey(SimulatedTarget.configuration(desired))) {
            wrong.add(environment.id() + " runs without its configuration");
        }
    }

    private void asAskedFor(EnvironmentId id, String service, SimulatedTarget.Thing thing, List<String> wrong) {
        if (!specifications.get(id).contains(service + thing.specification)) {
            wrong.add(id + " runs something that nobody asked for: " + service + " " + thing.specification);
        }
    }

    private void volumesAsRecorded(EnvironmentId id, List<String> wrong) {
        Set<String> volumes = world.target.volumes().getOrDefault(id, Set.of());
        String record = world.disk.durable().getOrDefault("environments/" + id + "/environment.json", "");
        volumes.stream()
                .filter(volume -> !record.contains("\"keptVolumes\" : [ \"" + volume + "\" ]"))
                .forEach(volume -> wrong.add(id + " is GONE, its volume " + volume + " is not, and no record says so"));
    }

    private void noOrphans(List<String> wrong) {
        world.target.places().forEach((id, place) -> {
            boolean ours = place.owner.equals(world.lifecycle.instanceId());
            boolean known = world.lifecycle
                    .environment(id)
                    .filter(environment -> environment.state() != EnvironmentState.GONE)
                    .isPresent();
            if (ours && !known) {
                wrong.add(id + " is an orphan");
            }
        });
    }

    private void nothingForeignTouched(List<String> wrong) {
        for (EnvironmentId id : foreign) {
            SimulatedTarget.Place place = world.target.place(id);
            SimulatedTarget.Thing theirs = place == null ? null : place.services.get("theirs");
            if (theirs == null || place.going || place.services.size() != 1 || !"theirs".equals(theirs.specification)) {
                wrong.add(id + " is foreign, and was touched");
            }
        }
    }

    private void noSecretWritten(List<String> wrong) {
        world.disk.contents().forEach((path, text) -> {
            if (text.contains(History.SECRET)) {
                wrong.add(path + " holds a secret");
            }
        });
    }

    private void noFileSetAside(List<String> wrong) {
        world.lifecycle.problems().forEach(problem -> wrong.add("unreadable: " + problem));
    }
}
