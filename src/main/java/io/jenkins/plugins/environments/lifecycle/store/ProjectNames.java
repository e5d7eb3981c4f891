package io.jenkins.plugins.environments.lifecycle.store;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The projects of jobs that were renamed: identities are made of a project's name, and must not change with it.
 *
 * @param names full name of a job now, to the name of its project
 */
public record ProjectNames(Map<String, String> names) {

    private static final String FILE = "projects.json";

    public ProjectNames {
        names = Map.copyOf(names);
    }

    /** Reads them; none when no job was ever renamed. */
    public static ProjectNames of(Store store) {
        try {
            return store.disk().list("").contains(FILE)
                    ? store.read(FILE, ProjectNames.class, names -> true).orElse(new ProjectNames(Map.of()))
                    : new ProjectNames(Map.of());
        } catch (IOException e) {
            throw new StoreException(FILE, e);
        }
    }

    /** Another job has the project now, and the one before has none of ours. */
    public ProjectNames moved(String from, String to, @CheckForNull String project) {
        Map<String, String> next = new TreeMap<>(names);
        next.remove(from);
        if (project != null) {
            next.put(to, project);
        }
        return new ProjectNames(next);
    }

    /** Writes them, synced. */
    public void save(Store store) {
        try {
            store.write(FILE, store.json().write(this), false);
        } catch (IOException e) {
            throw new StoreException(FILE, e);
        }
    }
}
