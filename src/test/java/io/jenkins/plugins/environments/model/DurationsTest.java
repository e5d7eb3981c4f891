package io.jenkins.plugins.environments.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"30m, PT30M", "6h, PT6H", "7d, P7D", "1h30m, PT1H30M", "0s, PT0S", "1d2h3m4s, P1DT2H3M4S"})
    void reads_what_people_write_and_writes_it_again(String text, Duration duration) {
        assertThat(Durations.parse(text, Position.of("test"))).isEqualTo(duration);
        assertThat(Durations.format(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "7", "d", "7 days", "-1h", "30m1h", "1.5h", "9999999999d"})
    void says_how_to_write_what_it_cannot_read(String text) {
        assertThatThrownBy(() -> Durations.parse(text, new Position("config.yaml", 3, 7)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("config.yaml:3:7: \"" + text + "\" is no duration; write it like 30m, 6h, 7d or 1h30m");
    }
}
