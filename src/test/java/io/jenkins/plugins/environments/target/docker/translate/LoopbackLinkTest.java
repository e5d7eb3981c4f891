package io.jenkins.plugins.environments.target.docker.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.Link;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A link without an edge")
class LoopbackLinkTest {

    private static final Link BY_NAME = new Link("web", "web.test", 8080, "https://web.test");

    @Test
    void leads_to_a_port_of_the_machine_and_back_to_its_name() {
        Link link = LoopbackLink.of(BY_NAME, 20123);

        assertThat(link).isEqualTo(new Link("web", "web.test", 8080, "http://127.0.0.1:20123"));
        assertThat(LoopbackLink.port(link)).isEqualTo(20123);
        assertThat(LoopbackLink.byName(link).url()).isEqualTo("http://web.test");
        assertThat(LoopbackLink.byName(BY_NAME)).isSameAs(BY_NAME);
    }

    @ParameterizedTest
    @CsvSource({"1, 20000", "0, 20000", "3, 20000-20002"})
    void has_a_port_for_each_container(int count, String range) {
        assertThat(LoopbackLink.range(20000, count)).isEqualTo(range);
        assertThat(LoopbackLink.range(range)).hasSize(Math.max(1, count)).startsWith(20000);
    }

    @Test
    void knows_nobody_elses_words() {
        assertThat(LoopbackLink.range("")).isEqualTo(List.of());
        assertThat(LoopbackLink.range("80,443")).isEmpty();
        assertThat(LoopbackLink.port(BY_NAME)).isNull();
        assertThat(LoopbackLink.port(new Link("web", "a", 80, "http://127.0.0.1.test:80")))
                .isNull();
    }
}
