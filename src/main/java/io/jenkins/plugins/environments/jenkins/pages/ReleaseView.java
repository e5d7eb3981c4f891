package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Release;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;

/** A release as the page of its environment shows it. Made only by {@link EnvironmentView}, for who may view that. */
public final class ReleaseView {

    private final Release release;

    ReleaseView(Release release) {
        this.release = release;
    }

    public int getNumber() {
        return release.number();
    }

    public Date getReleasedAt() {
        return Date.from(release.releasedAt());
    }

    @CheckForNull
    public String getCommit() {
        String commit = release.change().commit();
        return commit == null ? null : commit.substring(0, Math.min(8, commit.length()));
    }

    public String getBy() {
        String job = release.origin().job();
        return release.origin().by()
                + (job == null ? "" : ", " + job + " #" + release.origin().build());
    }

    /** Service to image, by service. */
    public Map<String, String> getImages() {
        return new TreeMap<>(release.images());
    }
}
