package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Applied.Change;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineImage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images that an owner's environments had the engine pull. What is pulled can't be labelled, so a second name of ours is
 * the record of whose it is: it lives and dies with the image, on the engine that has it. Only what was not there before gets
 * one, and only while nobody else gave the image a name.
 */
record PulledImages(Engine engine, String owner) {

    private static final Logger LOG = LoggerFactory.getLogger(PulledImages.class);

    private static final String REPOSITORY = "environment-lifecycle/pulled";
    /** Whose it is, the name that it was pulled by, and when: the first two as digests, since tags are short. */
    private static final Pattern MARK = Pattern.compile(REPOSITORY + ":([0-9a-f]{16})-([0-9a-f]{16})-(\\d+)");

    /** Of an image that was pulled by its digest alone, which has no name. */
    private static final String NAMELESS = "";

    /** Those that the engine does not have: what it has of them afterwards is ours. */
    Set<String> absent(Collection<String> references) {
        return references.stream()
                .filter(reference -> engine.imageId(reference).isEmpty())
                .collect(Collectors.toSet());
    }

    /**
     * Notes whose they are. One that can't be marked stays when its environments are gone, which does no harm.
     *
     * @param references that were absent, and may have come
     */
    void came(Set<String> references, Instant now) {
        try {
            Set<String> ids = references.stream()
                    .flatMap(reference -> engine.imageId(reference).stream())
                    .collect(Collectors.toSet());
            if (ids.isEmpty()) {
                return;
            }
            engine.images().stream().filter(image -> ids.contains(image.id())).forEach(image -> mark(image, now));
        } catch (TargetException e) {
            LOG.warn("What was pulled could not be marked as ours, and stays: {}", e.getMessage());
        }
    }

    private void mark(EngineImage image, Instant now) {
        List<String> unknown =
                names(image).stream().filter(name -> !isKnown(name, image)).toList();
        if (unknown.size() < 2) {
            String name = unknown.isEmpty() ? NAMELESS : unknown.get(0);
            engine.tag(image.id(), REPOSITORY, digest(owner) + "-" + digest(name) + "-" + now.getEpochSecond());
        }
    }

    /**
     * @param images all that are on the engine
     * @param needed ids, names and digests of images that stay, those that a container uses among them
     * @param before what was pulled later stays
     */
    Applied tidy(List<EngineImage> images, Set<String> needed, Instant before) {
        List<Change> changes = new ArrayList<>();
        for (EngineImage image : images) {
            boolean wanted = image.references().anyMatch(needed::contains);
            if (!wanted && mayGo(image, before) && remove(image)) {
                changes.add(new Change("Image", named(image), "", Action.REMOVED, 0));
            }
        }
        return new Applied(changes);
    }

    /** It was pulled for us, long enough ago, and has no name but those that it was pulled by. */
    private boolean mayGo(EngineImage image, Instant before) {
        return marks(image).findAny().isPresent()
                && marks(image).allMatch(mark -> Long.parseLong(mark.group(3)) < before.getEpochSecond())
                && names(image).stream().allMatch(name -> isKnown(name, image));
    }

    /** The marks go last: until then what is left is known to be ours. */
    private boolean remove(EngineImage image) {
        return Stream.concat(names(image).stream(), marks(image).map(Matcher::group))
                        .map(engine::removeImage)
                        .reduce(true, Boolean::logicalAnd)
                // One that was pulled by its digest is known by that, too.
                && engine.removeImage(image.id());
    }

    private boolean isKnown(String name, EngineImage image) {
        String digest = digest(name);
        return marks(image).anyMatch(mark -> mark.group(2).equals(digest));
    }

    /** Of this owner. */
    private Stream<Matcher> marks(EngineImage image) {
        String whose = digest(owner);
        return image.tags().stream().map(MARK::matcher).filter(Matcher::matches).filter(mark -> mark.group(1)
                .equals(whose));
    }

    /** Those that are not our marks; another owner's mark is a name like any other. */
    private List<String> names(EngineImage image) {
        Set<String> marks = marks(image).map(Matcher::group).collect(Collectors.toSet());
        return image.tags().stream().filter(tag -> !marks.contains(tag)).toList();
    }

    private String named(EngineImage image) {
        return names(image).stream().findFirst().orElse(image.id());
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
