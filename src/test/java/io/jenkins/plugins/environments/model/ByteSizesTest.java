package io.jenkins.plugins.environments.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizesTest {

    @ParameterizedTest
    @CsvSource({
        "512Mi, 536870912",
        "16Gi, 17179869184",
        "2G, 2000000000",
        "1.5Ki, 1536",
        "1048576, 1048576",
        "10 Mi, 10485760",
        "3k, 3000",
    })
    void reads_the_units_of_kubernetes(String text, long bytes) {
        assertThat(ByteSizes.parse(text, Position.of("test"))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Gi", "-1Gi", "16 gigabytes", "999999999999999Ti", "1e9"})
    void says_how_to_write_what_it_cannot_read(String text) {
        assertThatThrownBy(() -> ByteSizes.parse(text, new Position("config.yaml", 3, 7)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("config.yaml:3:7: \"" + text + "\" is no amount of memory; write it like 512Mi or 16Gi");
    }
}
