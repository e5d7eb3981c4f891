package io.jenkins.plugins.environments.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.stack.SecretValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A mask of sensitive values")
class SecretMaskTest {

    private static SecretMask mask(String... secrets) {
        Map<String, byte[]> values = new java.util.HashMap<>();
        for (String secret : secrets) {
            values.put("web/" + values.size(), secret.getBytes(StandardCharsets.UTF_8));
        }
        return SecretMask.of(new SecretValues(values));
    }

    @ParameterizedTest
    @CsvSource({
        "password=p4ss word!, password=****",
        "twice p4ss word! and p4ss word!, twice **** and ****",
        "base64 cDRzcyB3b3JkIQ==, base64 ****",
        "?q=p4ss+word%21&x, ?q=****&x",
        "passed 4 words, passed 4 words",
    })
    void putsStarsInTheirPlace(String line, String masked) {
        assertThat(mask("p4ss word!").apply(line)).isEqualTo(masked);
    }

    @Test
    void coversTheLongerOneFirst() {
        assertThat(mask("abc", "abcdef").apply("abcdef abc")).isEqualTo("**** ****");
    }

    @Test
    void coversEachLineOfAKey() {
        assertThat(mask("-----BEGIN KEY-----\nMIIBVwIBADANBg\n}\n-----END KEY-----\n")
                        .apply(List.of("found MIIBVwIBADANBg there", "}")))
                .containsExactly("found **** there", "}");
    }

    @Test
    void ofNothingChangesNothing() {
        assertThat(mask().apply("as it is")).isEqualTo("as it is");
        assertThat(mask("", "  \n").apply("as it is")).isEqualTo("as it is");
    }
}
