package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.util.FormValidation;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.util.regex.Pattern;

/** The forms that texts of the configuration have. */
final class Texts {

    static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    static final Pattern NAME = Pattern.compile(LABEL.pattern() + "(\\." + LABEL.pattern() + ")*");
    private static final int LONGEST_NAME = 253;

    private Texts() {}

    static boolean isLabel(@CheckForNull String text) {
        return text != null && LABEL.matcher(text).matches();
    }

    /** A DNS name (RFC 1123): labels with dots between. */
    static boolean isName(@CheckForNull String text) {
        return text != null
                && text.length() <= LONGEST_NAME
                && NAME.matcher(text).matches();
    }

    static FormValidation checkLabel(@CheckForNull String text, String what) {
        if (text == null || text.isBlank()) {
            return FormValidation.error(Messages.Texts_missing(what));
        }
        return isLabel(text) ? FormValidation.ok() : FormValidation.error(Messages.Texts_noLabel(text));
    }

    /** Empty is good: then there is a default. */
    static FormValidation checkOptionalName(@CheckForNull String text) {
        return text == null || text.isBlank() || isName(text)
                ? FormValidation.ok()
                : FormValidation.error(Messages.Texts_noName(text));
    }

    /** What a reading says is wrong. */
    static FormValidation check(Runnable reading) {
        try {
            reading.run();
            return FormValidation.ok();
        } catch (InvalidInputException e) {
            Problem first = e.problems().get(0);
            return FormValidation.error(first.what() + "; " + first.remedy());
        }
    }
}
