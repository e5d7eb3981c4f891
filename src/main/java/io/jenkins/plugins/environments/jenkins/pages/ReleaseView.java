package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Value;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A release as the page of its environment shows it. Made only by {@link EnvironmentView}, for who may view that. */
public final class ReleaseView {

    private final Release release;
    private final Release before;
    private final int running;

    /**
     * @param before the release before it; null: it is the first one that is known
     * @param running the number of the release that runs
     */
    ReleaseView(Release release, @CheckForNull Release before, int running) {
        this.release = release;
        this.before = before;
        this.running = running;
    }

    public int getNumber() {
        return release.number();
    }

    public boolean isRunning() {
        return release.number() == running;
    }

    public Date getReleasedAt() {
        return Date.from(release.releasedAt());
    }

    @CheckForNull
    public String getCommit() {
        String commit = release.change().commit();
        return commit == null ? null : commit.substring(0, Math.min(8, commit.length()));
    }

    /** E.g. {@code #42}, or the branch. */
    public String getChange() {
        return release.change().number() != null
                ? "#" + release.change().number()
                : String.valueOf(release.change().branch());
    }

    /** Null when unknown, or no address of the web. */
    @CheckForNull
    public String getChangeUrl() {
        return WebLink.safe(release.change().link());
    }

    public String getBy() {
        String job = release.origin().job();
        return release.origin().by()
                + (job == null ? "" : ", " + job + " #" + release.origin().build());
    }

    /** The release that it was made of, e.g. {@code shop-staging-pr-42 #3}; null: of files. */
    @CheckForNull
    public String getMadeOf() {
        Release.Ancestry ancestry = release.ancestry();
        return ancestry == null ? null : ancestry.environment() + " #" + ancestry.release();
    }

    /** Service to image, by service. */
    public Map<String, String> getImages() {
        return new TreeMap<>(release.images());
    }

    /** What is other than in the release before, a line each, variables by name only; empty: nothing, or no such. */
    public List<String> getDifferences() {
        if (before == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        Map<String, Service> now = release.stack().services();
        Map<String, Service> then = before.stack().services();
        for (String name : union(now.keySet(), then.keySet())) {
            Service fresh = now.get(name);
            Service old = then.get(name);
            if (old == null) {
                lines.add(Messages.Difference_added(name));
            } else if (fresh == null) {
                lines.add(Messages.Difference_removed(name));
            } else {
                compare(name, old, fresh, lines);
            }
        }
        return lines;
    }

    private void compare(String name, Service old, Service fresh, List<String> lines) {
        if (!Objects.equals(before.images().get(name), release.images().get(name))) {
            lines.add(Messages.Difference_image(name));
        }
        List<String> variables = union(
                        old.environment().keySet(), fresh.environment().keySet())
                .stream()
                .filter(variable -> !same(
                        old.environment().get(variable), fresh.environment().get(variable)))
                .toList();
        if (!variables.isEmpty()) {
            lines.add(Messages.Difference_variables(name, String.join(", ", variables)));
        }
        if (old.replicas() != fresh.replicas()) {
            lines.add(Messages.Difference_replicas(name, old.replicas(), fresh.replicas()));
        }
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    /** Wherever it stands in the files. */
    private static boolean same(@CheckForNull Value one, @CheckForNull Value other) {
        if (one instanceof Value.Plain plain && other instanceof Value.Plain otherPlain) {
            return plain.text().equals(otherPlain.text());
        }
        return one instanceof Value.Sensitive secret
                && other instanceof Value.Sensitive otherSecret
                && secret.digest().equals(otherSecret.digest());
    }
}
