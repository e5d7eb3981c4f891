package io.jenkins.plugins.environments.target.docker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How often a container was restarted of late")
class RestartsTest {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final Restarts restarts = new Restarts();

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    @Test
    void is_counted_each_time_that_the_engine_counts_more() {
        restarts.seen("a", 0, at(0));
        assertThat(restarts.lately("a", at(0))).isZero();
        restarts.seen("a", 1, at(1));
        restarts.seen("a", 1, at(1));
        restarts.seen("a", 3, at(2));

        assertThat(restarts.lately("a", at(2))).isEqualTo(2);
        assertThat(restarts.lately("b", at(2))).isZero();
    }

    @Test
    void does_not_tell_of_what_was_long_ago() {
        restarts.seen("a", 40, at(0));
        restarts.seen("a", 41, at(6));
        restarts.seen("a", 42, at(12));

        assertThat(restarts.lately("a", at(12))).isEqualTo(2);
        assertThat(restarts.lately("a", at(30))).isZero();
    }

    @Test
    void begins_anew_when_somebody_starts_it() {
        restarts.seen("a", 5, at(0));
        restarts.seen("a", 6, at(1));
        restarts.seen("a", 0, at(2));

        assertThat(restarts.lately("a", at(2))).isZero();
    }

    @Test
    void is_forgotten_with_the_container() {
        restarts.seen("a", 1, at(0));
        restarts.seen("b", 1, at(0));
        restarts.retain(Set.of("b"));

        assertThat(restarts.lately("a", at(0))).isZero();
        assertThat(restarts.lately("b", at(0))).isEqualTo(1);
    }
}
