package io.jenkins.plugins.environments.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Ids of operations: the time, then a number that tells those of one millisecond apart. Each is greater than all before
 * it, also those of an earlier process, and also when the clock is set back.
 */
final class OperationIds {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Clock clock;
    private String time;
    private int number;

    /** @param last the greatest id so far; empty when there is none */
    OperationIds(Clock clock, String last) {
        this.clock = clock;
        int dash = last.lastIndexOf('-');
        this.time = dash < 0 ? "" : last.substring(0, dash);
        this.number = dash < 0 ? 0 : Integer.parseInt(last.substring(dash + 1));
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
