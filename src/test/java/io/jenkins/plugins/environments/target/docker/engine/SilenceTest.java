package io.jenkins.plugins.environments.target.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An engine that is in trouble")
class SilenceTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger asked = new AtomicInteger();
    private final Silence silence = new Silence(nanos::get);

    private String ask(Supplier<String> answer) {
        return silence.broken(() -> {
            asked.incrementAndGet();
            return answer.get();
        });
    }

    private static String inVain() {
        throw new IllegalStateException(new SocketTimeoutException("no answer"));
    }

    private static String refusal() {
        throw new IllegalStateException("no such container");
    }

    private void seconds(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void is_not_asked_for_a_while_after_an_answer_did_not_come() {
        assertThatThrownBy(() -> ask(SilenceTest::inVain)).hasRootCauseMessage("no answer");
        assertThatThrownBy(() -> ask(() -> "well")).hasMessageContaining("did not answer in time");
        seconds(9);
        assertThatThrownBy(() -> ask(() -> "well")).hasMessageContaining("did not answer in time");
        assertThat(asked).hasValue(1);

        seconds(2);
        assertThat(ask(() -> "well")).isEqualTo("well");
        assertThat(ask(() -> "well")).isEqualTo("well");
        assertThat(asked).hasValue(3);
    }

    @Test
    void is_asked_by_one_at_a_time_until_it_answers() {
        assertThatThrownBy(() -> ask(SilenceTest::inVain)).hasRootCauseMessage("no answer");
        seconds(11);

        assertThat(ask(() -> {
                    assertThatThrownBy(() -> ask(() -> "another")).hasMessageContaining("did not answer in time");
                    return "well";
                }))
                .isEqualTo("well");
        assertThat(ask(() -> "another")).isEqualTo("another");
    }

    @Test
    void answers_by_refusing_too() {
        assertThatThrownBy(() -> ask(SilenceTest::inVain)).hasRootCauseMessage("no answer");
        seconds(11);
        assertThatThrownBy(() -> ask(SilenceTest::refusal)).hasMessage("no such container");

        assertThat(ask(() -> "well")).isEqualTo("well");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "500 Internal Server Error, TRANSIENT",
        "502 Bad Gateway, TRANSIENT",
        "503 Service Unavailable, TRANSIENT",
        "504 Gateway Timeout, TRANSIENT",
        "400 Bad Request, PERMANENT",
        "403 Forbidden, PERMANENT"
    })
    void may_work_in_a_moment_also_when_what_stands_before_it_says_so(String status, Kind kind, @TempDir Path folder)
            throws Exception {
        try (LocalEngine local =
                        new LocalEngine(folder, "HTTP/1.1 " + status + "\r\nContent-Length: 4\r\n\r\nwhy?", true);
                Engine engine = Engine.connect(local.connection())) {
            assertThatThrownBy(engine::containers)
                    .isInstanceOfSatisfying(
                            TargetException.class, e -> assertThat(e.kind()).isEqualTo(kind));
        }
    }
}
