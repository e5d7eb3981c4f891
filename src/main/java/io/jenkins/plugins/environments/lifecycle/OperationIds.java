package io.jenkins.plugins.environments.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ids of operations: the time, then a number that tells those of one millisecond apart. Each is greater than all before
 * it, also those of an earlier process, and also when the clock is set back.
 */
final class OperationIds {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern OURS = Pattern.compile("(\\d{8}-\\d{6}-\\d{3})-(\\d{4,9})");

    private final Clock clock;
    private String time;
    private int number;

    /** @param last the greatest id so far; empty when there is none */
    OperationIds(Clock clock, String last) {
        this.clock = clock;
        Matcher matcher = OURS.matcher(last);
        this.time = matcher.matches() ? matcher.group(1) : "";
        this.number = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    }

    synchronized String next() {
        String now = TIME.format(Instant.now(clock));
        if (now.compareTo(time) > 0) {
            time = now;
            number = 0;
        } else {
            number++;
        }
        return time + "-" + String.format(Locale.ROOT, "%04d", number);
    }
}
