package io.jenkins.plugins.environments.stack;

/** Paths as Compose files write them. */
final class Paths {

    private Paths() {}

    /** A path that is relative to a folder of the project, made relative to the project. @param folder may be empty */
    static String rebase(String folder, String path) {
        boolean absolute = path.startsWith("/") || path.startsWith("~") || path.contains("://");
        if (folder.isEmpty() || absolute) {
            return path;
        }
        return folder + "/" + (path.startsWith("./") ? path.substring(2) : path);
    }

    /** The folder of a file; empty for the project's own. */
    static String folder(String file) {
        int slash = file.lastIndexOf('/');
        return slash < 0 ? "" : file.substring(0, slash);
    }
}
