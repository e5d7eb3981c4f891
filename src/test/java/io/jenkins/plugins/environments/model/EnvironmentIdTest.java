package io.jenkins.plugins.environments.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The identity of an environment")
class EnvironmentIdTest {

    @ParameterizedTest(name = "{0}, {1}, {2} is {3}")
    @CsvSource({
        "giveway, staging, pr-42, giveway-staging-pr-42",
        "giveway, prod,, giveway-prod",
        "Giveway, STAGING, pr-7, giveway-staging-pr-7",
    })
    void is_made_of_project_stage_and_change(String project, String stage, String change, String expected) {
        assertThat(EnvironmentId.of(project, stage, change)).hasToString(expected);
    }

    @Test
    void ends_in_a_hash_when_it_would_be_too_long() {
        String project = "a-project-with-a-name-that-nobody-would-type-twice";

        EnvironmentId one = EnvironmentId.of(project, "staging", "pr-1");
        EnvironmentId other = EnvironmentId.of(project, "staging", "pr-2");

        assertThat(one.value())
                .hasSizeLessThanOrEqualTo(EnvironmentId.MAX_LENGTH)
                .startsWith("a-project-with-a-name");
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void ends_in_a_hash_when_characters_are_lost_on_the_way() {
        EnvironmentId slash = EnvironmentId.of("team/shop", "staging", "pr-1");
        EnvironmentId underscore = EnvironmentId.of("team_shop", "staging", "pr-1");

        assertThat(slash.value()).matches("team-shop-staging-pr-1-[0-9a-f]{8}");
        assertThat(slash).isNotEqualTo(underscore);
    }

    @Test
    void is_the_same_each_time() {
        assertThat(EnvironmentId.of("Ünïcode", "qa", "feature/x"))
                .isEqualTo(EnvironmentId.of("Ünïcode", "qa", "feature/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                "A",
                "a_b",
                "a.b",
                "../etc",
                "a-name-of-fifty-four-characters-is-one-more-than-allowed"
            })
    void is_nothing_but_a_dns_label(String text) {
        assertThatThrownBy(() -> new EnvironmentId(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is no environment id; use lower-case letters");
    }

    @Test
    void of_a_name_without_any_usable_character_is_still_a_label() {
        assertThat(EnvironmentId.of("日本", "日本", null).value()).matches("x-[0-9a-f]{8}");
    }
}
