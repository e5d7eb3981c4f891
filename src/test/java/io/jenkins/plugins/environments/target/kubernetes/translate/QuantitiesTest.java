package io.jenkins.plugins.environments.target.kubernetes.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An amount is written as the API writes it")
class QuantitiesTest {

    @ParameterizedTest(name = "{0} cores → {1}")
    @CsvSource({
        "1, 1",
        "2.0, 2",
        "0.5, 500m",
        "1.25, 1250m",
        "0.001, 1m",
        "0.0001, 1m",
        "1.0004, 1001m",
        "1000, 1k",
        "0, 0",
    })
    @DisplayName("cores, to the thousandth")
    void cores(BigDecimal cores, String expected) {
        assertThat(Quantities.cores(cores)).isEqualTo(new Quantity(expected)).hasToString(expected);
    }

    @ParameterizedTest(name = "{0} bytes → {1}")
    @CsvSource({
        "1073741824, 1Gi",
        "1610612736, 1536Mi",
        "536870912, 512Mi",
        "2048, 2Ki",
        "1000000, 1M",
        "1500, 1500",
        "1234567, 1234567",
        "128000000, 125000Ki",
        "1099511627776, 1Ti",
        "0, 0",
    })
    @DisplayName("bytes, with the largest suffix that leaves an integer")
    void bytes(long bytes, String expected) {
        assertThat(Quantities.bytes(bytes)).hasToString(expected);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({
        "10, 10",
        "10b, 10",
        "1k, 1024",
        "1kb, 1024",
        "1Ki, 1024",
        "1KiB, 1024",
        "10m, 10485760",
        "1G, 1073741824",
        "1.5Gi, 1610612736",
        "'2 GB', 2147483648",
        "1t, 1099511627776",
    })
    @DisplayName("sizes are read as Compose and Kubernetes write them, in units of 1024")
    void sizes(String text, long bytes) {
        assertThat(Quantities.size(text)).isEqualTo(Optional.of(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "big", "10x", "-1g", "1 0", "0", "0g", "99999999999p"})
    @DisplayName("and are no sizes otherwise")
    void noSizes(String text) {
        assertThat(Quantities.size(text)).isEmpty();
    }
}
