package io.jenkins.plugins.environments.model;

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
        Origin origin) {

    public Release {
        sources = List.copyOf(sources);
        images = Map.copyOf(images);
        links = List.copyOf(links);
    }
}
