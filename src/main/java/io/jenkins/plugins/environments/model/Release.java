package io.jenkins.plugins.environments.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.stack.Stack;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An immutable record of one successful deployment.
 *
 * @param environment whose release it is
 * @param number from 1, in order, per environment
 * @param stack what was deployed; sensitive values are named by key and digest only
 * @param sources the files as given
 * @param images service to the image that really ran, by digest where the target tells one
 * @param configurationDigest over all values, sensitive ones by their digest
 * @param ancestry the release that it was made of by a promotion or a rollback; null: it was made by a deploy
 * @param inputs how the sources were read; null in releases of a version that did not keep it
 */
public record Release(
        EnvironmentId environment,
        int number,
        Change change,
        Stack stack,
        List<SourceFile> sources,
        Map<String, String> images,
        String configurationDigest,
        List<Link> links,
        Instant releasedAt,
        Origin origin,
        @CheckForNull Ancestry ancestry,
        @CheckForNull StackInputs inputs) {

    public Release {
        sources = List.copyOf(sources);
        images = Map.copyOf(images);
        links = List.copyOf(links);
    }

    /** A release that a deploy made. */
    public Release(
            EnvironmentId environment,
            int number,
            Change change,
            Stack stack,
            List<SourceFile> sources,
            Map<String, String> images,
            String configurationDigest,
            List<Link> links,
            Instant releasedAt,
            Origin origin) {
        this(
                environment,
                number,
                change,
                stack,
                sources,
                images,
                configurationDigest,
                links,
                releasedAt,
                origin,
                null,
                null);
    }

    /** When what runs in it was first a release, wherever: by this one release is older than another. */
    public Instant madeAt() {
        return ancestry == null ? releasedAt : ancestry.madeAt();
    }

    /**
     * The release that another one was made of.
     *
     * @param environment whose release it is; of a rollback, the environment itself
     * @param release its number there
     * @param madeAt when the first release of the line was recorded
     * @param moved the environment that it was promoted from is no longer needed with it
     */
    public record Ancestry(EnvironmentId environment, int release, Instant madeAt, boolean moved) {
        /** One that stays where it was, too. */
        public Ancestry(EnvironmentId environment, int release, Instant madeAt) {
            this(environment, release, madeAt, false);
        }
    }
}
