package io.jenkins.plugins.environments.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {

    @Test
    void a_pull_request_is_known_by_its_number_whatever_its_branch_is_called() {
        assertThat(Change.request("shop", 42).key()).isEqualTo("pr-42");
        assertThat(new Change("shop", 42, "feature/login", null, null, null).key())
                .isEqualTo("pr-42");
    }

    @ParameterizedTest
    @CsvSource({"STAGING, staging", "main, main", "release-1, release-1"})
    void a_branch_is_known_by_its_name(String branch, String key) {
        assertThat(Change.branch("shop", branch).key()).isEqualTo(key);
    }

    @Test
    void branches_that_look_alike_stay_apart() {
        assertThat(Change.branch("shop", "feature/login").key())
                .matches("feature-login-[0-9a-f]{8}")
                .isNotEqualTo(Change.branch("shop", "feature_login").key());
    }

    @Test
    void a_long_branch_has_a_short_key() {
        assertThat(Change.branch("shop", "dependabot-npm-and-yarn-something-very-long")
                        .key())
                .hasSize(30);
    }

    @Test
    void something_must_be_known() {
        assertThatThrownBy(() -> new Change("shop", null, " ", null, null, null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a change has neither a number nor a branch; say which with \"change\", e.g. change: '42'");
    }
}
