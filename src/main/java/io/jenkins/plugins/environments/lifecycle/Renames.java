package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.store.ProjectNames;
import io.jenkins.plugins.environments.lifecycle.store.Store;
import io.jenkins.plugins.environments.model.Origin;
import java.util.Collection;
import java.util.Optional;

/** Names of jobs change; what they deployed stays theirs, under the identity that it has. */
final class Renames {

    private final Store store;
    private ProjectNames names;

    Renames(Store store) {
        this.store = store;
        this.names = ProjectNames.of(store);
    }

    /** The project's name that a job had when it got another one; empty when it is named as ever. */
    synchronized Optional<String> project(String job) {
        return Optional.ofNullable(names.names().get(job));
    }

    /**
     * A job, or a folder of jobs, has another full name.
     *
     * @param lanes every lane
     */
    synchronized void renamed(String from, String to, Collection<Lane> lanes) {
        String project = project(from).orElse(last(from));
        boolean known = lanes.stream()
                .anyMatch(lane -> lane.environment().project().equals(project)
                        && (isOf(lane.environment().origin(), from)
                                || isOf(lane.environment().origin(), to)));
        ProjectNames next = names.moved(from, to, known && !project.equals(last(to)) ? project : null);
        if (!next.equals(names)) {
            next.save(store);
            names = next;
        }
        lanes.forEach(lane -> lane.renamed(from, to));
    }

    private static boolean isOf(Origin origin, String job) {
        String own = origin.job();
        return own != null && (own.equals(job) || own.startsWith(job + "/"));
    }

    /** Who asked, under the job's new name. */
    static Origin origin(Origin origin, String from, String to) {
        String job = origin.job();
        return job != null && isOf(origin, from)
                ? new Origin(origin.by(), to + job.substring(from.length()), origin.build(), origin.url())
                : origin;
    }

    private static String last(String job) {
        return job.substring(job.lastIndexOf('/') + 1);
    }
}
