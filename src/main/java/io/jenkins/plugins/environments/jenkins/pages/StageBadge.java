package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletResponse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest;
import org.kohsuke.stapler.StaplerResponse;

/** A small picture that says what runs in a stage: {@code staging | ready, release 4}. Nothing of it is a secret. */
final class StageBadge implements HttpResponse {

    private static final int PER_LETTER = 7;
    private static final int PADDING = 12;
    private static final int HEIGHT = 20;
    private static final int BASELINE = 14;

    private final String left;
    private final String right;
    private final String colour;

    /** @param shown what runs there; null: nothing that the reader may see */
    StageBadge(String stage, @CheckForNull EnvironmentView shown) {
        left = stage;
        right = shown == null
                ? Messages.Badge_nothing()
                : shown.getRelease() > 0
                        ? Messages.Badge_release(shown.getStateText(), shown.getRelease())
                        : shown.getStateText();
        colour = shown == null ? "#6e6e6e" : colour(shown.getState());
    }

    /** White letters on each have a contrast of 4.5 and more. */
    private static String colour(String state) {
        return switch (state) {
            case "READY" -> "#1a7f37";
            case "FAILED", "STUCK" -> "#c8102e";
            case "DEPLOYING" -> "#0b6aa2";
            default -> "#6e6e6e";
        };
    }

    String svg() {
        int first = width(left);
        int second = width(right);
        String label = Util.xmlEscape(left + ": " + right);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" role="img" aria-label="%3$s">
                <title>%3$s</title>
                <rect width="%1$d" height="%2$d" rx="3" fill="#444"/>
                <rect x="%4$d" width="%5$d" height="%2$d" rx="3" fill="%6$s"/>
                <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
                <text x="%7$d" y="%8$d">%9$s</text>
                <text x="%10$d" y="%8$d">%11$s</text>
                </g>
                </svg>
                """
                .formatted(
                        first + second,
                        HEIGHT,
                        label,
                        first,
                        second,
                        colour,
                        first / 2,
                        BASELINE,
                        Util.xmlEscape(left),
                        first + second / 2,
                        Util.xmlEscape(right));
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length()) * PER_LETTER + PADDING;
    }

    @Override
    public void generateResponse(StaplerRequest request, StaplerResponse response, Object node) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("image/svg+xml;charset=UTF-8");
        // It is asked for through caches of other sites, and shall be true.
        response.setHeader("Cache-Control", "no-cache, no-store, private");
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        response.getOutputStream().write(svg().getBytes(StandardCharsets.UTF_8));
    }
}
