package io.jenkins.plugins.environments.model.stack;

import io.jenkins.plugins.environments.model.Position;
import java.time.Duration;
import java.util.List;

/**
 * How to tell that a service is well.
 *
 * @param disabled {@code disable: true} or {@code NONE}: the image's own check is off, too; the rest is empty then
 * @param shell the test is one line for a shell; else a program with its arguments
 * @param test the line, or program and arguments
 * @param interval Compose's default is 30 s
 * @param timeout Compose's default is 30 s
 * @param startPeriod failures in this time do not count; default 0 s
 * @param startInterval the interval during the start period; default 5 s
 * @param retries so many failures in a row mean unhealthy; default 3
 */
public record HealthCheck(
        boolean disabled,
        boolean shell,
        List<Value> test,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries,
        Position position) {

    public HealthCheck {
        test = List.copyOf(test);
    }
}
