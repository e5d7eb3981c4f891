package io.jenkins.plugins.environments.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** Paths as Compose files write them. */
final class Paths {

    private Paths() {}

    /** A path that is relative to a folder of the project, made relative to the project. @param folder may be empty */
    static String rebase(String folder, String path) {
        boolean absolute = path.startsWith("/") || path.startsWith("~") || path.contains("://");
        if (folder.isEmpty() || absolute) {
            return path;
        }
        return path.isEmpty() ? path : clean(folder + "/" + path);
    }

    /** The folder of a file; empty for the project's own. */
    static String folder(String file) {
        int slash = file.lastIndexOf('/');
        return slash < 0 ? "" : file.substring(0, slash);
    }

    /** A path in a container without empty parts, {@code .} and {@code ..}, as Go's {@code path.Clean} makes it. */
    static String clean(String path) {
        Deque<String> parts = new ArrayDeque<>();
        boolean absolute = path.startsWith("/");
        for (String part : path.split("/")) {
            if (part.equals("..")
                    && (absolute || !parts.isEmpty() && !parts.getLast().equals(".."))) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        String clean = (absolute ? "/" : "") + String.join("/", parts);
        return clean.isEmpty() && !path.isEmpty() ? "." : clean;
    }

    /** Whether the files of a build are not in a folder: a URL, a repository, an image, another service. */
    static boolean isElsewhere(String context) {
        return context.contains("://")
                || Stream.of("service:", "github.com/", "git@").anyMatch(context::startsWith);
    }
}
