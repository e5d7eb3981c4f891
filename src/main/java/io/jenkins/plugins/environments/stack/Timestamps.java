package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times that YAML makes of plain scalars. */
final class Timestamps {

    private static final Pattern FORM = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
            + "(?:(?:[Tt]([0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2})(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
            + "| +([0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2})(\\.[0-9]{1,9})?))?");

    private Timestamps() {}

    /** The time as RFC 3339 has it; null when the text is no time. */
    @CheckForNull
    static String print(String text) {
        Matcher match = FORM.matcher(text);
        if (!match.matches()) {
            return null;
        }
        boolean zoned = match.group(4) != null;
        String time = zoned ? match.group(4) : match.group(7);
        String fraction = zoned ? match.group(5) : match.group(8);
        String[] parts = time == null ? new String[] {"0", "0", "0"} : time.split(":");
        try {
            int nanos = fraction == null ? 0 : Integer.parseInt((fraction.substring(1) + "000000000").substring(0, 9));
            OffsetDateTime at = OffsetDateTime.of(
                    Integer.parseInt(match.group(1)),
                    Integer.parseInt(match.group(2)),
                    Integer.parseInt(match.group(3)),
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2]),
                    nanos,
                    zoned ? ZoneOffset.of(match.group(6)) : ZoneOffset.UTC);
            String shortest = fraction == null ? "" : fraction.replaceFirst("\\.?0+$", "");
            return at.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss"))
                    + shortest
                    + at.getOffset().getId();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
