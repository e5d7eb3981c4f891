package io.jenkins.plugins.environments.target.docker.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Link;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A link without an edge: a port of ours on the engine's machine, which only that machine itself reaches. */
public final class LoopbackLink {

    private static final String ADDRESS = "127.0.0.1";
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(\\d{1,5})");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    private LoopbackLink() {}

    /** The link at that port. */
    public static Link of(Link link, int port) {
        return new Link(link.service(), link.host(), link.port(), "http://" + ADDRESS + ":" + port);
    }

    /** The link at its host name again; one that has it already stays as it is. */
    public static Link byName(Link link) {
        return port(link) == null ? link : new Link(link.service(), link.host(), link.port(), "http://" + link.host());
    }

    /** Null when it goes through an edge. */
    @CheckForNull
    static Integer port(Link link) {
        Matcher matcher = URL.matcher(link.url());
        return matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
    }

    /** The ports of so many containers, the first of which is the link's, e.g. {@code 20000} or {@code 20000-20002}. */
    static String range(int port, int count) {
        return count < 2 ? String.valueOf(port) : port + "-" + (port + count - 1);
    }

    /** As {@link #range(int, int)} put it; empty when it did not. */
    public static List<Integer> range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            return List.of();
        }
        int first = Integer.parseInt(matcher.group(1));
        String last = matcher.group(2);
        return IntStream.rangeClosed(first, last == null ? first : Integer.parseInt(last))
                .boxed()
                .toList();
    }

    /** How Compose publishes a container's port there. */
    static String published(String range, int port) {
        return ADDRESS + ":" + range + ":" + port;
    }
}
