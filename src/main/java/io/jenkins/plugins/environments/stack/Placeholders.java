package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds values that somebody still has to fill in: {@code <password>}, {@code CHANGE_ME}, {@code changeme}. */
final class Placeholders {

    private static final Pattern WHOLE = Pattern.compile("<[^<>\\n]{1,200}>");
    private static final Pattern IN_URL = Pattern.compile("<[A-Za-z][A-Za-z0-9_ -]{0,60}>");
    private static final Pattern WORD = Pattern.compile("(?i)(?<![a-z0-9])change[_-]?(me|this)(?![a-z0-9])");

    private static final String CHANGE = "change";

    private final boolean allowed;
    private final Problems problems;

    /** @param allowed a placeholder is a warning, not an error */
    Placeholders(boolean allowed, Problems problems) {
        this.allowed = allowed;
        this.problems = problems;
    }

    /**
     * Reports the text, or the variables in it, if they are placeholders.
     *
     * @param name what messages call what holds it
     */
    void check(Tree.Text text, String name) {
        boolean inVariable = false;
        for (Variable variable : text.from()) {
            if (is(variable.text())) {
                inVariable = true;
                boolean fallback = variable.position().equals(text.position());
                report(
                        variable.position(),
                        (fallback ? "the default of " : "the variable ") + variable.name() + " is still a placeholder");
            }
        }
        if (!inVariable && is(text.text())) {
            report(text.position(), name + " still holds a placeholder");
        }
    }

    private void report(Position position, String what) {
        String remedy = "put in a value, in the file or as a variable or credential of the stage";
        if (allowed) {
            problems.warn(position, what, remedy);
        } else {
            problems.error(position, what, remedy);
        }
    }

    /** Whether one stands in a URL: after {@code ://} in the same word. */
    private static boolean inUrl(String text) {
        Matcher matcher = IN_URL.matcher(text);
        while (matcher.find()) {
            int at = matcher.start();
            while (at > 0 && text.charAt(at - 1) != '<' && !Character.isWhitespace(text.charAt(at - 1))) {
                at--;
                if (text.startsWith("://", at)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether somebody still has to fill it in. */
    static boolean is(String text) {
        boolean bracket = text.indexOf('<') >= 0;
        return bracket && WHOLE.matcher(text.strip()).matches()
                || bracket && text.contains("://") && inUrl(text)
                || saysChange(text) && WORD.matcher(text).find();
    }

    /** By hand, as every value is asked about: nearly none does. */
    private static boolean saysChange(String text) {
        for (int i = 0; i <= text.length() - CHANGE.length(); i++) {
            if ((text.charAt(i) | 0x20) == 'c' && text.regionMatches(true, i, CHANGE, 0, CHANGE.length())) {
                return true;
            }
        }
        return false;
    }
}
