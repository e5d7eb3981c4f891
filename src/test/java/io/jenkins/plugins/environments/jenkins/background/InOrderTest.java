package io.jenkins.plugins.environments.jenkins.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Tasks of one step run in order, on threads of many")
class InOrderTest {

    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    private void runOne() {
        threads.remove().run();
    }

    private void runAll() {
        while (!threads.isEmpty()) {
            runOne();
        }
    }

    @Test
    void in_the_order_in_which_they_came() {
        InOrder order = new InOrder(threads::add);
        order.execute(() -> done.add("a"));
        order.execute(() -> done.add("b"));
        order.execute(() -> done.add("c"));
        runAll();
        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void two_lines_take_turns_on_the_same_thread() {
        InOrder one = new InOrder(threads::add);
        InOrder two = new InOrder(threads::add);
        one.execute(() -> done.add("one a"));
        one.execute(() -> done.add("one b"));
        two.execute(() -> done.add("two a"));
        two.execute(() -> done.add("two b"));
        runAll();
        assertThat(done).containsExactly("one a", "two a", "one b", "two b");
    }

    @Test
    void one_that_throws_does_not_hold_up_the_next() {
        InOrder order = new InOrder(threads::add);
        order.execute(() -> {
            throw new IllegalStateException("broken");
        });
        order.execute(() -> done.add("after"));
        assertThatThrownBy(this::runOne).hasMessage("broken");
        runAll();
        assertThat(done).containsExactly("after");
    }

    @Test
    void after_a_pause_it_goes_on() {
        InOrder order = new InOrder(threads::add);
        order.execute(() -> done.add("a"));
        runAll();
        order.execute(() -> done.add("b"));
        runAll();
        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void a_task_may_add_another() {
        InOrder order = new InOrder(threads::add);
        order.execute(() -> {
            done.add("a");
            order.execute(() -> done.add("c"));
            done.add("b");
        });
        runAll();
        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void never_two_at_a_time_however_many_threads_there_are() throws InterruptedException {
        ExecutorService many = Executors.newFixedThreadPool(4);
        try {
            InOrder order = new InOrder(many);
            AtomicInteger inside = new AtomicInteger();
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch all = new CountDownLatch(1_000);
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                order.execute(() -> {
                    seen.add(inside.incrementAndGet());
                    numbers.add(number);
                    inside.decrementAndGet();
                    all.countDown();
                });
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).containsOnly(1);
            assertThat(numbers).isSorted();
        } finally {
            many.shutdownNow();
        }
    }
}
