package io.jenkins.plugins.environments.jenkins.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Result;
import io.jenkins.plugins.environments.jenkins.Restarts;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Operation.Phase;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.scm.api.SCMRevisionAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** Minutes long, and so only by {@code -Dstory.kills=10}. */
@Tag("jenkins")
@EnabledIfSystemProperty(named = "story.kills", matches = "\\d+")
@DisplayName("The way to production ends the same when Jenkins is killed")
class StoryKillTest {

    /** Long enough to be seen at work. */
    private static final Duration PACE = Duration.ofMillis(1500);

    /**
     * A build that was killed before its first step, or between two, Jenkins takes up and never goes on with, whatever its
     * steps are: after this time somebody ends it.
     */
    private static final Duration STANDS_STILL = Duration.ofSeconds(40);

    /** How a build ends that was killed in a step which Jenkins itself does not take up again. */
    private static final String[] NOT_OURS = {"Failed to load program", "Resume after a restart not supported"};

    /** How long the last build of each branch took that was not killed, in milliseconds. */
    private final Map<String, Long> durations = new HashMap<>();

    private Forge forge;
    private int changes;

    @BeforeEach
    void repository(@TempDir Path folder) throws Exception {
        forge = Forge.create(folder, "STAGING", "QA", "PROD");
    }

    /**
     * When the process ends, as by a power failure.
     *
     * @param environment whose operation is looked at; null: only the time counts
     * @param phase that it is in then
     * @param millis after the branch's build began, where only the time counts
     */
    private record Moment(@CheckForNull String environment, @CheckForNull Phase phase, long millis)
            implements Serializable {

        void await(String branch) {
            try {
                while (environment == null
                        ? !isBuilt(branch)
                        : !isNow(Background.get().lifecycle())) {
                    Thread.sleep(5);
                }
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static boolean isBuilt(String branch) {
            WorkflowRun last = lastOf(branch);
            return last != null && last.isBuilding();
        }

        private boolean isNow(EnvironmentLifecycle lifecycle) {
            return lifecycle.operations(new EnvironmentId(String.valueOf(environment))).stream()
                    .anyMatch(operation -> operation.phase() == phase);
        }
    }

    @Test
    void while_it_promotes_and_while_it_takes_the_source_away() throws Throwable {
        inJenkins((real, world) -> {
            change(
                    real,
                    42,
                    Map.of(
                            "QA", new Moment("giveway-qa-pr-42", Phase.WAITING, 0),
                            "PROD", new Moment("giveway-qa-pr-42", Phase.DESTROYING, 0)));
            end(real, world, 42);
        });
    }

    /** As often as {@code story.kills} says; {@code -Dstory.seed=…} for the same moments once more. */
    @Test
    void at_random_moments() throws Throwable {
        long seed = Long.getLong("story.seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("-Dstory.seed=" + seed);
        inJenkins((real, world) -> {
            change(real, 0, Map.of());
            end(real, world, 0);
            for (int number = 1; number <= Integer.getInteger("story.kills"); number++) {
                String branch = ThreeBranches.BRANCHES.get(random.nextInt(3));
                Moment moment = new Moment(null, null, (long) (durations.get(branch) * random.nextDouble()));
                String told = change(real, number, Map.of(branch, moment));
                end(real, world, number);
                System.out.println(
                        "killed " + moment.millis() + " ms into " + branch + " of change " + number + ": " + told);
            }
        });
    }

    private interface Story {
        void tell(RealJenkinsRule real, TestWorld world) throws Throwable;
    }

    private void inJenkins(Story story) throws Throwable {
        try (TestWorld world = TestWorld.start(PACE)) {
            Restarts.real(real -> {
                // Of one process; what comes to pass is waited for with limits of its own.
                real.withTimeout((int) Duration.ofMinutes(40).toSeconds());
                real.javaOptions("-Dhudson.plugins.git.GitSCM.ALLOW_LOCAL_CHECKOUT=true");
                real.startJenkins();
                real.runRemotely(new Begin(
                        world.url(),
                        forge.remote(),
                        Path.of("").toAbsolutePath().toString()));
                story.tell(real, world);
                real.stopJenkins();
            });
        }
    }

    /** One change on its way. @param kills by branch @return how it went on after them */
    private String change(RealJenkinsRule real, int number, Map<String, Moment> kills) throws Throwable {
        Map<String, String> files = new TreeMap<>(ThreeBranches.smallProject());
        files.put("change.txt", "number " + number + "\n");
        String branch = "change-" + number;
        forge.commit(branch, "STAGING", "Change " + number, files);
        String told = "";
        String from = branch;
        for (String into : ThreeBranches.BRANCHES) {
            String commit = forge.merge(
                    from,
                    into,
                    "Merge pull request #" + (into.equals("STAGING") ? number : 1000 + number) + " from team/" + from);
            Moment moment = kills.get(into);
            if (moment != null) {
                assertThatThrownBy(() -> real.runRemotely(new Kill(into, moment)))
                        .isInstanceOf(IOException.class);
                real.stopJenkins();
                real.startJenkins();
                told += real.runRemotely(new GoOn(into, commit, moment.environment() == null));
            } else {
                durations.put(into, real.runRemotely(new Build(into)));
            }
            from = into;
        }
        return told;
    }

    /** Production has the change, and nothing else is left. */
    private void end(RealJenkinsRule real, TestWorld world, int number) throws Throwable {
        changes++;
        real.runRemotely(new End(number, changes));
        assertThat(Pattern.compile("env-giveway-[a-z0-9-]+")
                        .matcher(world.get("/api/v1/namespaces"))
                        .results()
                        .map(found -> found.group()))
                .containsOnly("env-giveway-prod");
        assertThat(world.get("/api/v1/namespaces/env-giveway-prod/pods")).contains("studygiveway/daphne:4.0.0@sha256:");
    }

    /** How it always ends: each change became one release of production, of what ran in qa. */
    private record End(int number, int releases) implements RealJenkinsRule.Step {
        @Override
        public void run(JenkinsRule j) throws Throwable {
            ThreeBranches.untilGone("giveway-staging-pr-" + number);
            ThreeBranches.untilGone("giveway-qa-pr-" + number);
            assertThat(ThreeBranches.running()).containsExactly("giveway-prod " + releases);
            assertThat(ThreeBranches.environment("giveway-prod").change().number())
                    .isEqualTo(number);
            assertThat(Objects.requireNonNull(
                                    ThreeBranches.release("giveway-prod").ancestry())
                            .environment()
                            .value())
                    .isEqualTo("giveway-qa-pr-" + number);
        }
    }

    /** Configures Jenkins. */
    private record Begin(String cluster, String remote, String root) implements RealJenkinsRule.Step {
        @Override
        public void run(JenkinsRule j) throws Throwable {
            TestWorld.configure(cluster);
            GitSCMSource source = new GitSCMSource(remote);
            // As the form gives it one; without, it is another source after each start, and all is built anew.
            source.setId("giveway");
            source.setTraits(List.of(new BranchDiscoveryTrait()));
            ThreeBranches.create(j, source, Path.of(root));
        }
    }

    private static ThreeBranches way(JenkinsRule j) {
        return new ThreeBranches(
                j,
                Objects.requireNonNull(Jenkins.get().getItemByFullName("giveway", WorkflowMultiBranchProject.class)));
    }

    @CheckForNull
    private static WorkflowRun lastOf(String branch) {
        WorkflowJob job = Jenkins.get().getItemByFullName("giveway/" + branch, WorkflowJob.class);
        return job == null ? null : job.getLastBuild();
    }

    /** Looks at the repository and lets the builds end. How long that of the branch took. */
    private record Build(String branch) implements RealJenkinsRule.Step2<Long> {
        @Override
        public Long run(JenkinsRule j) throws Throwable {
            way(j).scan();
            return way(j).succeeded(branch).getDuration();
        }
    }

    /** Looks at the repository; the process ends at a moment of the branch's build. */
    private record Kill(String branch, Moment moment) implements RealJenkinsRule.Step {
        @Override
        public void run(JenkinsRule j) throws Throwable {
            new Thread(() -> {
                        moment.await(branch);
                        Runtime.getRuntime().halt(0);
                    })
                    .start();
            way(j).scan();
            // The builds ended before the moment came.
            Thread.sleep(Duration.ofMinutes(2).toMillis());
        }
    }

    /** What the next process does: looks again, as always after a start, and lets what is under way end. */
    private record GoOn(String branch, String commit, boolean mayAskAgain) implements RealJenkinsRule.Step2<String> {
        @Override
        public String run(JenkinsRule j) throws Throwable {
            ThreeBranches way = way(j);
            WorkflowRun before = way.has(branch) ? lastOf(branch) : null;
            boolean stood = way.stopWhatStands(STANDS_STILL);
            way.scan();
            WorkflowRun last = lastOf(branch);
            if (mayAskAgain && (last == null || !builds(last))) {
                // Jenkins took the commit for built, and the kill hit its queue: somebody builds it.
                j.buildAndAssertSuccess(Jenkins.get().getItemByFullName("giveway/" + branch, WorkflowJob.class));
                return "its build was lost in the queue, built by hand";
            }
            j.waitForCompletion(Objects.requireNonNull(last, branch));
            if (mayAskAgain && last.getResult() != Result.SUCCESS) {
                // The kill hit the build itself, not a step of ours: somebody builds it once more.
                if (!stood) {
                    assertThat(JenkinsRule.getLog(last)).containsAnyOf(NOT_OURS);
                }
                j.buildAndAssertSuccess(last.getParent());
                return last.getResult() + (stood ? " after it stood still" : "") + " at first, built once more";
            }
            j.assertBuildStatusSuccess(last);
            return before == null || before.getNumber() != last.getNumber()
                    ? "the build came after it"
                    : "the build went on";
        }

        private boolean builds(WorkflowRun run) {
            SCMRevisionAction built = run.getAction(SCMRevisionAction.class);
            return built != null && built.getRevision().toString().contains(commit);
        }
    }
}
