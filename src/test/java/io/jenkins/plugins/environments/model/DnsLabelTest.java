package io.jenkins.plugins.environments.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The DNS label of a name")
class DnsLabelTest {

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"web", "a", "0", "my-db-2", "a--b", "sixteen-letters0"})
    @DisplayName("is the name itself where that is one")
    void labels(String name) {
        assertThat(DnsLabel.of(name, 16)).isEqualTo(name);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "Web, web",
        "my_db, my-db-e0a37f2f",
        "-web, web-9cc3145b",
        "web-, web-9161755a",
        "wéb, w-b-67048b14",
        "___, x-bda25155",
        "seventeen-letters, sevente-5f248369",
        "sixteen-letters-, sixteen-b91f786c"
    })
    @DisplayName("loses no more than its case without the beginning of its SHA-256 at the end")
    void others(String name, String label) {
        assertThat(DnsLabel.of(name, 16)).isEqualTo(label).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    }

    @Test
    @DisplayName("has the hash of the identity that it is given")
    void identity() {
        assertThat(DnsLabel.of("x", "one", 63)).isEqualTo("x").isEqualTo(DnsLabel.of("x", "two", 63));
        assertThat(DnsLabel.of("x_", "one", 63)).isNotEqualTo(DnsLabel.of("x_", "two", 63));
    }
}
