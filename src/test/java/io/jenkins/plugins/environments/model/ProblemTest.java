package io.jenkins.plugins.environments.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void reads_as_file_line_column_what_is_wrong_and_what_to_do() {
        assertThat(new Problem(new Position("compose.yaml", 3, 5), "no image", "name one"))
                .hasToString("compose.yaml:3:5: no image; name one");
        assertThat(new Problem(Position.of("--change"), "not given", "give one"))
                .hasToString("--change: not given; give one");
        assertThat(new Problem(null, "nothing to do", "name a service")).hasToString("nothing to do; name a service");
    }

    @Test
    void all_problems_are_told_at_once_sorted_by_place() {
        Problem third = new Problem(new Position("b.yaml", 1, 1), "three", "fix");
        Problem second = new Problem(new Position("a.yaml", 10, 2), "two", "fix");
        Problem first = new Problem(new Position("a.yaml", 9, 1), "one", "fix");
        Problem nowhere = new Problem(null, "zero", "fix");

        InvalidInputException all = new InvalidInputException(List.of(third, second, nowhere, first));

        assertThat(all.problems()).containsExactly(nowhere, first, second, third);
        assertThat(all).hasMessage("zero; fix\na.yaml:9:1: one; fix\na.yaml:10:2: two; fix\nb.yaml:1:1: three; fix");
    }
}
