package io.jenkins.plugins.environments.target.kubernetes.translate;

import com.sun.management.ThreadMXBean;
import io.jenkins.plugins.environments.lifecycle.Links;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.stack.SeedStacks;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.stack.StackRequest;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How long it takes to read a stack and to render its Kubernetes objects in a warm process, and how much memory the
 * result holds: {@code benchmarks/stack}. Prints a table for {@code benchmarks/README.md} and ends in an error where a
 * number is worse than it may be. Times are this thread's processor time, which other programs on the machine change
 * little, and beside them what a clock on the wall says.
 */
public final class StackBenchmark {

    private static final int WARM_SECONDS = 15;
    private static final int MOST_TIMES_INPUT = 50;
    private static final String SERVICE =
            """
              s#:
                image: example.org/shop/s#:${TAG:-1.0}
                command: ["run", "--port", "80${X:-80}"]
                environment:
                  LOG_LEVEL: ${LOG_LEVEL:-info}
                  DATABASE_URL: postgres://app:${DB_PASSWORD}@db:5432/app
                  NAME: s#
                ports: ["8080"]
                volumes: ["data#:/var/lib/data"]
                healthcheck: {test: ["CMD", "true"], interval: 10s}
                deploy: {resources: {limits: {cpus: "0.5", memory: 256M}}}
            """;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StackReader reader = SeedStacks.reader();
    private boolean missed;

    private StackBenchmark() {}

    /** @param args not used */
    public static void main(String[] args) throws IOException {
        StackBenchmark benchmark = new StackBenchmark();
        System.out.println("| services | input | read ms | read and render ms | by the wall ms | per service ms | "
                + "allocated | held | held / input |");
        System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        benchmark.measure("16 (StudyGiveWay)", SeedStacks.STUDYGIVEWAY.request(Set.of()), 16, 5);
        for (int services : new int[] {1, 10, 100, 500, 1000}) {
            Path folder = Files.createTempDirectory("stack");
            Files.writeString(folder.resolve("compose.yaml"), compose(services));
            Files.writeString(folder.resolve(".env"), "DB_PASSWORD=correct-horse\nTAG=2.0\n");
            benchmark.measure(
                    String.valueOf(services),
                    new StackRequest(folder, List.of(), List.of(), Set.of(), Map.of(), Map.of(), false),
                    services,
                    services == 500 ? 150 : Double.MAX_VALUE);
            Files.delete(folder.resolve("compose.yaml"));
            Files.delete(folder.resolve(".env"));
            Files.delete(folder);
        }
        if (benchmark.missed) {
            System.exit(1);
        }
    }

    private static String compose(int services) {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < services; i++) {
            text.append(SERVICE.replace("#", String.valueOf(i)));
        }
        text.append("volumes:\n");
        for (int i = 0; i < services; i++) {
            text.append("  data").append(i).append(":\n");
        }
        return text.toString();
    }

    /** What a deploy keeps: the reading and the objects. */
    private record Rendered(StackReading reading, Manifests manifests) {}

    private Rendered render(StackRequest request) {
        StackReading reading = reader.read(request);
        Stack stack = reading.stack();
        Stage stage = Stage.unconfigured("staging", "cluster-a");
        Change change = Change.request("shop", 42);
        Desired desired = new Desired(
                EnvironmentId.of(change.project(), stage.name(), change.key()),
                "controller-1",
                stage.name(),
                change,
                Lifetime.PER_CHANGE,
                stack,
                Map.of(),
                Links.of(stage, change, stack),
                stage.quota());
        return new Rendered(reading, Translation.translate(desired, KubernetesSettings.DEFAULT, Capabilities.PLAIN));
    }

    private void measure(String name, StackRequest request, int services, double most) {
        int runs = services > 100 ? 40 : 300;
        long input = reader.read(request).sources().stream()
                .mapToLong(file -> file.text().length())
                .sum();
        long warm = threads.getCurrentThreadCpuTime() + WARM_SECONDS * 1_000_000_000L;
        while (threads.getCurrentThreadCpuTime() < warm) {
            render(request);
        }
        Times read = times(runs, () -> reader.read(request));
        Times both = times(runs, () -> render(request));
        long held = held(() -> render(request));
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f kB | %.2f | %.2f | %.2f | %.3f | %.1f MB | %.2f MB | %.1f |%n",
                name,
                input / 1e3,
                read.processor(),
                both.processor(),
                both.wall(),
                both.processor() / services,
                both.allocated() / 1e6,
                held / 1e6,
                (double) held / input);
        missed |= both.processor() > most || held > MOST_TIMES_INPUT * input;
    }

    /** Medians in milliseconds, and the mean of the bytes allocated. */
    private record Times(double processor, double wall, double allocated) {}

    private Times times(int runs, Supplier<Object> once) {
        long[] processor = new long[runs];
        long[] wall = new long[runs];
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            long begun = threads.getCurrentThreadCpuTime();
            once.get();
            processor[i] = threads.getCurrentThreadCpuTime() - begun;
            wall[i] = System.nanoTime() - start;
        }
        double allocated = (double) (threads.getCurrentThreadAllocatedBytes() - before) / runs;
        Arrays.sort(processor);
        Arrays.sort(wall);
        return new Times(processor[runs / 2] / 1e6, wall[runs / 2] / 1e6, allocated);
    }

    /** What a result keeps in memory: the mean of many, as the collector is not exact. */
    private static long held(Supplier<Object> supplier) {
        Object[] results = new Object[20];
        long before = used();
        for (int i = 0; i < results.length; i++) {
            results[i] = supplier.get();
        }
        long after = used();
        if (Arrays.asList(results).contains(null)) {
            throw new IllegalStateException("nothing was read");
        }
        return (after - before) / results.length;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
