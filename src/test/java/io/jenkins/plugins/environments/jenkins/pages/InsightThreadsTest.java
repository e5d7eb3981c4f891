package io.jenkins.plugins.environments.jenkins.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.OperationFailedException;
import io.jenkins.plugins.environments.model.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Looks at a target")
class InsightThreadsTest {

    private final CountDownLatch never = new CountDownLatch(1);
    private InsightThreads threads = new InsightThreads(Duration.ofMinutes(2), 1, 1);

    @AfterEach
    void close() {
        never.countDown();
        threads.close();
    }

    private String hang() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "";
    }

    @Test
    void are_not_taken_on_the_thread_of_who_asks() {
        assertThat(threads.ask(() -> Thread.currentThread().getName())).contains("environment-insight");
    }

    @Test
    void say_what_the_target_says() {
        InvalidInputException refused = new InvalidInputException(new Problem(null, "no such target", "configure it"));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> threads.ask(() -> {
                    throw refused;
                }))
                .isSameAs(refused);
    }

    @Test
    void do_not_tell_what_else_went_wrong() {
        assertThatExceptionOfType(OperationFailedException.class)
                .isThrownBy(() -> threads.ask(() -> {
                    throw new IllegalStateException("hunter2");
                }))
                .withMessageContaining("look into Jenkins' log")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void end_when_the_target_does_not_answer() {
        threads = new InsightThreads(Duration.ofMillis(50), 1, 1);
        assertThatExceptionOfType(OperationFailedException.class)
                .isThrownBy(() -> threads.ask(this::hang))
                .withMessageContaining("did not answer within");
    }

    @Test
    void are_few() throws Exception {
        var people = Executors.newFixedThreadPool(2);
        try {
            CountDownLatch begun = new CountDownLatch(1);
            people.submit(() -> threads.ask(() -> {
                begun.countDown();
                return hang();
            }));
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            var waiting = threads.submitted(this::hang);
            assertThatExceptionOfType(OperationFailedException.class)
                    .isThrownBy(() -> threads.ask(this::hang))
                    .withMessageContaining("too many");
            waiting.cancel(true);
        } finally {
            people.shutdownNow();
        }
    }
}
