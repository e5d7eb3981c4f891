package io.jenkins.plugins.environments.jenkins.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is masked of used credentials")
class UsedCredentialTest {

    @Test
    void a_value_is_masked_however_short_it_is() {
        assertThat(UsedCredential.ofBuild("a").texts(List.of("x", "correct horse")))
                .containsExactly("x", "correct horse");
    }

    @Test
    void an_empty_value_would_mask_everything_and_is_left_out() {
        assertThat(UsedCredential.ofStage("a").texts(List.of("", "\n"))).containsExactly("\n");
        assertThat(UsedCredential.envFile("a").texts(List.of(""))).isEmpty();
    }

    @Test
    void each_longer_line_of_a_value_is_masked_by_itself() {
        assertThat(UsedCredential.ofBuild("a").texts(List.of("-----BEGIN-----\n  MIIEvQ==\n}\n")))
                .containsExactly("-----BEGIN-----\n  MIIEvQ==\n}\n", "-----BEGIN-----", "MIIEvQ==");
    }

    @Test
    void of_an_env_file_ordinary_words_and_numbers_stay_readable() {
        assertThat(UsedCredential.envFile("a").texts(List.of("true", "8080", "debug", "correct")))
                .containsExactly("correct");
    }

    @Test
    void it_is_known_by_where_it_is_found_and_never_says_more_than_its_id() {
        assertThat(UsedCredential.ofBuild("a"))
                .isEqualTo(UsedCredential.ofBuild("a"))
                .hasSameHashCodeAs(UsedCredential.ofBuild("a"))
                .isNotEqualTo(UsedCredential.ofStage("a"))
                .isNotEqualTo(UsedCredential.ofBuild("b"))
                .hasToString("credentials a");
        assertThat(UsedCredential.ofStage("a")).isNotEqualTo(UsedCredential.envFile("a"));
    }
}
