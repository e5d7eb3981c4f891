package io.jenkins.plugins.environments.model;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in the configuration: {@code 30m}, {@code 6h}, {@code 7d}, {@code 1h30m}. */
public final class Durations {

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

    private Durations() {}

    /**
     * Reads one.
     *
     * @param text days, hours, minutes and seconds, each at most once and in this order
     * @param position where it stands
     * @throws InvalidInputException when it has another form
     */
    public static Duration parse(String text, Position position) {
        Matcher matcher = FORM.matcher(text.strip());
        if (text.isBlank() || !matcher.matches()) {
            throw new InvalidInputException(
                    new Problem(position, "\"" + text + "\" is no duration", "write it like 30m, 6h, 7d or 1h30m"));
        }
        return Duration.ofDays(part(matcher, 1))
                .plusHours(part(matcher, 2))
                .plusMinutes(part(matcher, 3))
                .plusSeconds(part(matcher, 4));
    }

    private static long part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }

    /** The shortest text that {@link #parse} reads as the same, to whole seconds; {@code 0s} for none. */
    public static String format(Duration duration) {
        String text = unit(duration.toDays(), "d")
                + unit(duration.toHoursPart(), "h")
                + unit(duration.toMinutesPart(), "m")
                + unit(duration.toSecondsPart(), "s");
        return text.isEmpty() ? "0s" : text;
    }

    private static String unit(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }
}
