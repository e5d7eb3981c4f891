package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.EnvironmentRecord;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Target.Discovered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A lifecycle as its upkeep sees it.
 *
 * @param admission the lock under which requests are admitted
 */
record Premises(
        Register register,
        Connections connections,
        String instance,
        Object admission,
        Function<DestroyRequest, Operation> destroy)
        implements JournaledUpkeep.House {

    @Override
    public List<Lane> lanes() {
        return List.copyOf(register.lanes());
    }

    @Override
    @CheckForNull
    public Lane lane(EnvironmentId id) {
        return register.lane(id).orElse(null);
    }

    @Override
    public List<Discovered> discover(String target) {
        return connections.target(target).discover(instance);
    }

    @Override
    public Applied tidy(String target, Set<EnvironmentId> living, Set<String> needed, Instant before) {
        return connections.target(target).tidy(instance, living, needed, before);
    }

    @Override
    public void adopt(EnvironmentRecord found) {
        synchronized (admission) {
            EnvironmentId id = found.environment().id();
            Lane known = register.lane(id).orElse(null);
            boolean nothingThere = known == null
                    || known.environment().state() == EnvironmentState.GONE
                            && known.open().isEmpty();
            if (nothingThere) {
                Lane lane = known == null ? register.fresh(found) : known;
                journaled(() -> {
                    lane.adopt(found);
                    return lane;
                });
                register.add(lane);
            }
        }
    }

    @Override
    public <T> T journaled(Supplier<T> write) {
        return Register.journaled(write);
    }

    @Override
    public Optional<Operation> destroyIf(DestroyRequest request, BooleanSupplier condition) {
        synchronized (admission) {
            return condition.getAsBoolean() ? Optional.of(destroy.apply(request)) : Optional.empty();
        }
    }
}
