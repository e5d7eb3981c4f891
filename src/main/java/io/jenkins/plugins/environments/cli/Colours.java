package io.jenkins.plugins.environments.cli;

/**
 * Colour for those who read on a terminal, none for a pipe or a file (and none where {@code NO_COLOR} is set, see
 * no-color.org).
 *
 * @param on whether there is any
 */
record Colours(boolean on) {

    /** As the standard streams and the environment say. */
    static Colours detect() {
        return new Colours(System.console() != null && System.getenv("NO_COLOR") == null);
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String faint(String text) {
        return paint("2", text);
    }

    String strong(String text) {
        return paint("1", text);
    }

    private String paint(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
