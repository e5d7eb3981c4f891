package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.lifecycle.store.StoreException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away old history: ended operations and releases beyond what is kept. */
record Housekeeping(Machinery machinery) {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    /** @param named releases that others name */
    void tidy(Lane lane, Set<Integer> named) {
        try {
            List<OperationRecord> ended = lane.operations().values().stream()
                    .filter(OperationRecord::ended)
                    .toList();
            for (OperationRecord old : oldest(ended, machinery.settings().operations())) {
                machinery.store().remove(old);
                lane.operations().remove(old.operation().id());
            }
            List<ReleaseRecord> releases = List.copyOf(lane.releases().values());
            for (ReleaseRecord old : oldest(releases, machinery.settings().releases())) {
                int number = old.release().number();
                if (number != lane.environment().release() && !named.contains(number)) {
                    machinery.store().remove(old);
                    lane.releases().remove(old.release().number());
                }
            }
        } catch (StoreException e) {
            LOG.warn(
                    "Old records of {} could not be removed; tried again next time",
                    lane.environment().id(),
                    e);
        }
    }

    private static <T> List<T> oldest(List<T> all, int kept) {
        return all.subList(0, Math.max(0, all.size() - kept));
    }
}
