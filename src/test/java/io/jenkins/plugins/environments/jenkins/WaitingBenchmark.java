package io.jenkins.plugins.environments.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.steps.DeployEnvStep;
import io.jenkins.plugins.environments.model.Operation;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.MetaClass;

/** Numbers of many builds that wait at once. Run by {@code benchmarks/waiting}, not with the tests. */
@Tag("jenkins")
@DisplayName("How much it costs")
class WaitingBenchmark {

    private static final int ALL = Integer.getInteger("waiting", 1_000);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final int WARM = 60;
    private static final int MEASURED = 100;
    private static final double SLOWEST_PAGE = 100;
    private static final double SLOWEST_RESTART = 15;
    private static final String SCRIPT =
            "inFolder('%s') { def deployed = deployEnv stage: 'staging'; echo deployed.id }";

    private Path folder;

    private static void say(String what, Object... values) {
        System.out.printf("%s%n", String.format(Locale.ROOT, what, values));
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            Thread.sleep(20);
        }
    }

    private static long percentile(List<Long> values, double part) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(part * sorted.size())));
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long heap() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long waiting() {
        return Background.get().lifecycle().environments().stream()
                .flatMap(each -> Background.get().lifecycle().operations(each.id()).stream())
                .filter(each -> each.phase() == Operation.Phase.WAITING)
                .count();
    }

    @Test
    void of_a_thousand_pipelines_that_wait_in_deployEnv() throws Throwable {
        folder = Files.createTempDirectory("waiting");
        Files.writeString(
                folder.resolve("docker-compose.yml"),
                "services:\n  web:\n    image: nginx:1.25\n    ports: ['80:80']\n");
        JenkinsSessionRule rule = new JenkinsSessionRule();
        Statement all = new Statement() {
            @Override
            public void evaluate() throws Throwable {
                rule.then(WaitingBenchmark.this::begin);
                rule.then(WaitingBenchmark.this::goOn);
            }
        };
        rule.apply(all, Description.createTestDescription(WaitingBenchmark.class, "waiting"))
                .evaluate();
    }

    private void begin(JenkinsRule j) throws Exception {
        EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();
        configuration.setTargets(List.of(new StandIn()));
        configuration.setStages(List.of(TestWorld.stage("staging")));
        // A handful first, so that what is loaded once is not counted.
        start(j, "first", 5);
        await("the first", () -> waiting() == 5);
        int idle = threads();
        long before = heap();
        long begun = System.nanoTime();
        start(j, "shop", ALL);
        await("all", () -> waiting() == ALL + 5);
        say("%,d pipelines wait after %.1f s", ALL, (System.nanoTime() - begun) / 1e9);
        // What served the start goes after a while.
        await("threads", () -> threads() <= idle + 16);
        say("threads: %d idle, %d with all waiting (may be at most 16 more)", idle, threads());
        say("heap: %.1f KiB for each waiting pipeline", (heap() - before) / 1024.0 / ALL);
        starts();
        pages(j);
    }

    private void start(JenkinsRule j, String name, int count) throws Exception {
        List<QueueTaskFuture<WorkflowRun>> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            WorkflowJob job = j.createProject(WorkflowJob.class, name + "-" + i);
            job.setDefinition(new CpsFlowDefinition(SCRIPT.formatted(folder), false));
            runs.add(Objects.requireNonNull(job.scheduleBuild2(0)));
        }
        for (QueueTaskFuture<WorkflowRun> run : runs) {
            run.waitForStart();
        }
    }

    /** What the Pipeline's own thread is held for. */
    private static void starts() throws Exception {
        List<Long> nanos = new ArrayList<>();
        for (WorkflowJob job : Jenkins.get().getAllItems(WorkflowJob.class)) {
            StepContext context = new Deaf();
            StepExecution step = new DeployEnvStep("staging").start(context);
            long begun = System.nanoTime();
            boolean done = step.start();
            nanos.add(System.nanoTime() - begun);
            assertThat(done).as(job.getName()).isFalse();
        }
        double p99 = percentile(nanos, 0.99) / 1e6;
        say("start(): p50 %.3f ms, p99 %.3f ms (may be 5)", percentile(nanos, 0.5) / 1e6, p99);
        assertThat(p99).isLessThan(5);
    }

    /** By plain HTTP, warm, one after the other: what the server takes, and the processor time of all that Jenkins did meanwhile. */
    private static void pages(JenkinsRule j) throws Exception {
        WorkflowRun build = Objects.requireNonNull(j.jenkins.getItemByFullName("shop-0", WorkflowJob.class))
                .getLastBuild();
        double worst = 0;
        // As in a Jenkins of its own: the harness has every view looked up in all jars again, each time.
        boolean lookedUp = MetaClass.NO_CACHE;
        MetaClass.NO_CACHE = false;
        for (String page : List.of(
                build.getUrl(),
                build.getUrl() + "environments/",
                "environments/",
                "environments/?q=shop-7&stage=staging",
                "environments/api/json?tree=environments[id,state,release,progress]")) {
            worst = Math.max(worst, page(j, page));
        }
        MetaClass.NO_CACHE = lookedUp;
        assertThat(worst).as("the slowest page's p95, ms").isLessThan(SLOWEST_PAGE);
    }

    private static double page(JenkinsRule j, String page) throws Exception {
        HttpClient web = HttpClient.newHttpClient();
        HttpRequest asked = HttpRequest.newBuilder(
                        URI.create(j.getURL() + page.replace("[", "%5B").replace("]", "%5D")))
                .build();
        List<Long> nanos = new ArrayList<>();
        List<Long> processor = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < WARM + MEASURED; i++) {
            long before = processorTime();
            long begun = System.nanoTime();
            HttpResponse<byte[]> answer = web.send(asked, HttpResponse.BodyHandlers.ofByteArray());
            long took = System.nanoTime() - begun;
            assertThat(answer.statusCode()).isEqualTo(200);
            size = answer.body().length;
            if (i >= WARM) {
                nanos.add(took);
                processor.add(processorTime() - before);
            }
        }
        double p95 = percentile(nanos, 0.95) / 1e6;
        say(
                "page %s (%d kB): p50 %.0f ms, p95 %.0f ms (may be %.0f); processor p50 %.0f ms, p95 %.0f ms",
                page,
                size / 1000,
                percentile(nanos, 0.5) / 1e6,
                p95,
                SLOWEST_PAGE,
                percentile(processor, 0.5) / 1e6,
                percentile(processor, 0.95) / 1e6);
        return p95;
    }

    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private void goOn(JenkinsRule j) throws Exception {
        long begun = System.nanoTime();
        StandIn.ONLY.ready(true);
        await("all released", () -> Background.get().lifecycle().environments().stream()
                .allMatch(each -> each.release() == 1));
        double released = (System.nanoTime() - begun) / 1e9;
        await("all builds", () -> Jenkins.get().getAllItems(WorkflowJob.class).stream()
                .allMatch(
                        job -> job.getLastBuild() != null && !job.getLastBuild().isBuilding()));
        double ended = (System.nanoTime() - begun) / 1e9;
        say("after a restart: all released after %.1f s, all builds ended after %.1f s (may be 15)", released, ended);
        for (WorkflowJob job : Jenkins.get().getAllItems(WorkflowJob.class)) {
            j.assertBuildStatusSuccess(job.getLastBuild());
        }
        assertThat(ended).as("until all builds have ended after a restart, s").isLessThan(SLOWEST_RESTART);
    }

    /** A context that has nothing and hears nothing: start() must not need it. */
    private static final class Deaf extends StepContext {
        private static final long serialVersionUID = 1L;

        @Override
        public <T> T get(Class<T> key) {
            return key == TaskListener.class ? key.cast(TaskListener.NULL) : null;
        }

        @Override
        public void onSuccess(Object result) {
            throw new AssertionError("it has nothing to succeed with");
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public com.google.common.util.concurrent.ListenableFuture<Void> saveState() {
            return com.google.common.util.concurrent.Futures.immediateFuture(null);
        }

        @Override
        public void setResult(hudson.model.Result r) {
            // Nobody looks.
        }

        @Override
        public void onFailure(@NonNull Throwable t) {
            // Expected: there is no build.
        }

        @Override
        public org.jenkinsci.plugins.workflow.steps.BodyInvoker newBodyInvoker() {
            throw new IllegalStateException("no body");
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** A workspace without an executor. */
    public static final class InFolder extends Step {
        private final String folder;

        @DataBoundConstructor
        public InFolder(String folder) {
            this.folder = folder;
        }

        @Override
        public StepExecution start(StepContext context) {
            return new Running(context, folder);
        }

        /** Its name. */
        @TestExtension
        public static final class DescriptorImpl extends StepDescriptor {
            @Override
            public String getFunctionName() {
                return "inFolder";
            }

            @Override
            public boolean takesImplicitBlockArgument() {
                return true;
            }

            @Override
            public Set<? extends Class<?>> getRequiredContext() {
                return Set.of();
            }
        }

        private static final class Running extends StepExecution {
            private static final long serialVersionUID = 1L;
            private final String folder;

            Running(StepContext context, String folder) {
                super(context);
                this.folder = folder;
            }

            @Override
            public boolean start() {
                Computer controller = Objects.requireNonNull(Jenkins.get().toComputer());
                getContext()
                        .newBodyInvoker()
                        .withContexts(Arrays.asList(
                                        controller, new FilePath(Path.of(folder).toFile()))
                                .toArray())
                        .withCallback(BodyExecutionCallback.wrap(getContext()))
                        .start();
                return false;
            }
        }
    }
}
