package io.jenkins.plugins.environments.target.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilityDetectionTest {

    @ParameterizedTest
    @CsvSource({
        "1, 29, false",
        "1, 30, true",
        "1, 34+, true",
        "1, 9, false",
        "2, 0, true",
        "1, '', false",
        "'', '', false"
    })
    void knows_by_the_version_whether_pods_can_pause_before_they_stop(String major, String minor, boolean sleeps) {
        assertThat(CapabilityDetection.sleeps(new ObjectMapper()
                        .createObjectNode()
                        .put("major", major)
                        .put("minor", minor)))
                .isEqualTo(sleeps);
    }
}
