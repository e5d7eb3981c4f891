package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.EnvironmentRecord;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.target.Target.Discovered;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A lifecycle as its upkeep sees it.
 *
 * @param admission the lock under which requests are admitted
 * @param fresh a lane for a record that is not on disk yet
 */
record Premises(
        Map<EnvironmentId, Lane> all,
        Connections connections,
        String instance,
        Object admission,
        Function<DestroyRequest, Operation> destroy,
        Function<EnvironmentRecord, Lane> fresh)
        implements JournaledUpkeep.House {

    @Override
    public List<Lane> lanes() {
        return List.copyOf(all.values());
    }

    @Override
    @CheckForNull
    public Lane lane(EnvironmentId id) {
        return all.get(id);
    }

    @Override
    public List<Discovered> discover(String target) {
        return connections.target(target).discover(instance);
    }

    @Override
    public void adopt(EnvironmentRecord found) {
        synchronized (admission) {
            EnvironmentId id = found.environment().id();
            Lane known = all.get(id);
            boolean nothingThere = known == null
                    || known.environment().state() == EnvironmentState.GONE
                            && known.open().isEmpty();
            if (nothingThere) {
                Lane lane = known == null ? fresh.apply(found) : known;
                journaled(() -> {
                    lane.adopt(found.environment());
                    return lane;
                });
                all.put(id, lane);
            }
        }
    }

    @Override
    public <T> T journaled(Supplier<T> write) {
        return JournaledLifecycle.journaled(write);
    }

    @Override
    public Optional<Operation> destroyIf(DestroyRequest request, BooleanSupplier condition) {
        synchronized (admission) {
            return condition.getAsBoolean() ? Optional.of(destroy.apply(request)) : Optional.empty();
        }
    }
}
