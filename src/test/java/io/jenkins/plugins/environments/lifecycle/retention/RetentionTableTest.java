package io.jenkins.plugins.environments.lifecycle.retention;

import static io.jenkins.plugins.environments.lifecycle.retention.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus.State;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The table of what is stale")
class RetentionTableTest {

    private static final RetentionTable TABLE = RetentionTable.standard();

    private static Decision decide(Consumer<Given> given) {
        Given facts = new Given();
        given.accept(facts);
        return TABLE.decide(facts.facts());
    }

    private static Arguments row(String name, Consumer<Given> given, String rule, Verdict verdict, String sentence) {
        return arguments(name, given, rule, verdict, sentence);
    }

    private static Arguments kept(String name, Consumer<Given> given, String rule, String sentence) {
        return row(name, given, rule, Verdict.KEEP, sentence);
    }

    private static Arguments stale(String name, Consumer<Given> given, String rule, String sentence) {
        return row(name, given, rule, Verdict.STALE, sentence);
    }

    private static Instant ago(Duration time) {
        return NOW.minus(time);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                kept(
                        "of an open pull request",
                        it -> it.status = ChangeStatus.of(State.OPEN),
                        "none",
                        "pull request #42 is open"),
                kept(
                        "of a branch that is there",
                        it -> {
                            it.change = Change.branch("shop", "feature/cart");
                            it.status = ChangeStatus.of(State.OPEN);
                        },
                        "none",
                        "branch feature/cart is open"),
                kept(
                        "of a change that nobody can tell about",
                        it -> {},
                        "none",
                        "nothing is known of pull request #42"),
                kept(
                        "before its deadline",
                        it -> it.expiresAt = NOW.plusSeconds(60),
                        "none",
                        "nothing is known of pull request #42; it expires at 2026-11-21T12:01:00Z"),
                stale(
                        "at its deadline",
                        it -> it.expiresAt = NOW,
                        "expired",
                        "it expired at 2026-11-21T12:00:00Z, 1h after its last deploy"),
                stale(
                        "of a stage that lets expire since, and did not at the last deploy",
                        it -> {
                            it.expireAfter = Duration.ofDays(7);
                            it.deployedAt = ago(Duration.ofDays(8));
                        },
                        "expired",
                        "it expired at 2026-11-20T12:00:00Z, 7d after its last deploy"),
                kept(
                        "whose promised deadline is later than the stage says now",
                        it -> {
                            it.expireAfter = Duration.ofDays(1);
                            it.deployedAt = ago(Duration.ofDays(2));
                            it.expiresAt = NOW.plus(Duration.ofDays(5));
                        },
                        "extended",
                        "its time was extended until 2026-11-26T12:00:00Z"),
                kept(
                        "made long ago and deployed again since: age counts from the last deploy",
                        it -> it.expireAfter = Duration.ofDays(7),
                        "none",
                        "nothing is known of pull request #42; it expires at 2026-11-28T11:00:00Z"),
                stale(
                        "that was promoted",
                        it -> it.promotedTo = "shop-qa-pr-42",
                        "promoted",
                        "what it runs was promoted to shop-qa-pr-42"),
                stale(
                        "of a merged request",
                        it -> it.status = new ChangeStatus(State.MERGED, "into STAGING", ago(Duration.ofHours(1))),
                        "merged",
                        "pull request #42 was merged into STAGING"),
                stale(
                        "of a request merged nobody knows when",
                        it -> it.status = ChangeStatus.of(State.MERGED),
                        "merged",
                        "pull request #42 was merged"),
                kept(
                        "merged a moment ago: the branch's build may take it over",
                        it -> it.status = ChangeStatus.since(State.MERGED, ago(Duration.ofMinutes(29))),
                        "none",
                        "pull request #42 ended a moment ago"),
                stale(
                        "of a closed request, at once",
                        it -> it.status = ChangeStatus.since(State.CLOSED, NOW),
                        "closed",
                        "pull request #42 was closed"),
                stale(
                        "of a deleted branch",
                        it -> {
                            it.change = Change.branch("shop", "feature/cart");
                            it.status = ChangeStatus.since(State.BRANCH_GONE, NOW);
                        },
                        "branch-gone",
                        "branch feature/cart was deleted"),
                stale(
                        "of a request whose branch is deleted",
                        it -> it.status = ChangeStatus.since(State.BRANCH_GONE, NOW),
                        "branch-gone",
                        "the branch of pull request #42 was deleted"),
                stale(
                        "of a deleted job",
                        it -> it.status = ChangeStatus.of(State.JOB_GONE),
                        "job-gone",
                        "the job shop/PR-42 was deleted"),
                stale(
                        "that failed and was left alone for a day",
                        it -> {
                            it.state = EnvironmentState.FAILED;
                            it.touchedAt = ago(Duration.ofDays(1));
                        },
                        "failed",
                        "it failed, and nobody touched it since 2026-11-20T12:00:00Z"),
                kept(
                        "that failed, and somebody looked after it today",
                        it -> {
                            it.state = EnvironmentState.FAILED;
                            it.touchedAt = ago(Duration.ofHours(23));
                        },
                        "none",
                        "nothing is known of pull request #42"),
                kept(
                        "that failed, was left alone, and had its time extended before",
                        it -> {
                            it.state = EnvironmentState.FAILED;
                            it.touchedAt = ago(Duration.ofDays(2));
                            it.expireAfter = Duration.ofDays(1);
                            it.deployedAt = ago(Duration.ofDays(3));
                            it.expiresAt = NOW.plus(Duration.ofDays(1));
                        },
                        "extended",
                        "its time was extended until 2026-11-22T12:00:00Z"),
                stale(
                        "whose time was extended, and whose request was closed then",
                        it -> {
                            it.status = ChangeStatus.of(State.CLOSED);
                            it.expireAfter = Duration.ofDays(1);
                            it.expiresAt = NOW.plus(Duration.ofDays(9));
                        },
                        "closed",
                        "pull request #42 was closed"),
                kept(
                        "that is expired, failed, and is being repaired",
                        it -> {
                            it.state = EnvironmentState.FAILED;
                            it.expiresAt = ago(Duration.ofDays(3));
                        },
                        "none",
                        "nothing is known of pull request #42; it expires at 2026-11-18T12:00:00Z"),
                kept(
                        "that is ready, however long nobody touched it",
                        it -> it.touchedAt = ago(Duration.ofDays(300)),
                        "none",
                        "nothing is known of pull request #42"),
                kept(
                        "that is just among the newest",
                        it -> {
                            it.keepNewest = 3;
                            it.newer = 2;
                        },
                        "none",
                        "nothing is known of pull request #42"),
                stale(
                        "that is just beyond the newest",
                        it -> {
                            it.keepNewest = 3;
                            it.newer = 3;
                        },
                        "beyond-newest",
                        "stage staging keeps the newest 3 of a project, and 3 are newer"),
                kept(
                        "with no rule about the newest",
                        it -> it.newer = 99,
                        "none",
                        "nothing is known of pull request #42"),
                row(
                        "that is being deployed when its request is closed",
                        it -> {
                            it.atWork = Operation.Kind.DEPLOY;
                            it.status = ChangeStatus.of(State.CLOSED);
                        },
                        "abandoned",
                        Verdict.ABANDONED,
                        "pull request #42 was closed while it is being deployed"),
                row(
                        "that is being deployed when its branch dies",
                        it -> {
                            it.atWork = Operation.Kind.DEPLOY;
                            it.change = Change.branch("shop", "feature/cart");
                            it.status = ChangeStatus.of(State.BRANCH_GONE);
                        },
                        "abandoned",
                        Verdict.ABANDONED,
                        "branch feature/cart was deleted while it is being deployed"),
                kept(
                        "that is being deployed when its request is merged",
                        it -> {
                            it.atWork = Operation.Kind.DEPLOY;
                            it.status = ChangeStatus.since(State.MERGED, ago(Duration.ofMinutes(1)));
                        },
                        "busy",
                        "a deploy of it is at work"),
                kept(
                        "that is being deployed when it expires",
                        it -> {
                            it.atWork = Operation.Kind.DEPLOY;
                            it.expiresAt = ago(Duration.ofDays(1));
                        },
                        "busy",
                        "a deploy of it is at work"),
                kept(
                        "that is being taken away already",
                        it -> {
                            it.atWork = Operation.Kind.DESTROY;
                            it.status = ChangeStatus.of(State.CLOSED);
                        },
                        "busy",
                        "a destroy of it is at work"));
    }

    @ParameterizedTest(name = "an environment {0}: {2}")
    @MethodSource("cases")
    void says(String name, Consumer<Given> given, String rule, Verdict verdict, String sentence) {
        Decision decision = decide(given);

        assertThat(decision.sentence()).as(name).isEqualTo(sentence);
        assertThat(decision.rule()).isEqualTo(rule);
        assertThat(decision.verdict()).isEqualTo(verdict);
    }

    @Test
    void isThatOfTheDocumentation() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("docs/staleness.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`")[1] + " " + line.split("\\|")[2].strip())
                .toList();

        assertThat(TABLE.rules().stream()
                        .map(rule -> rule.name() + (rule.verdict().goes() ? " destroy" : " keep")))
                .containsExactlyElementsOf(documented);
    }

    static Stream<Arguments> keepers() {
        return Stream.of(
                kept("protected", it -> it.isProtected = true, "protected", "stage staging is protected"),
                kept(
                        "standing",
                        it -> it.lifetime = Lifetime.STANDING,
                        "standing",
                        "it is the standing environment of stage staging"),
                kept("pinned", it -> it.pinned = true, "pinned", "it is pinned"),
                kept(
                        "held",
                        it -> it.hold = new Environment.Hold("rolled back", "carol", NOW),
                        "held",
                        "it is held by carol: rolled back"),
                kept(
                        "of an unknown stage",
                        it -> it.configured = false,
                        "unconfigured",
                        "stage staging is not configured, so its rules are not known"));
    }

    @ParameterizedTest(name = "a {0} environment stays whatever else is so")
    @MethodSource("keepers")
    void keepsWhateverHappens(String name, Consumer<Given> keeper, String rule, Verdict verdict, String sentence) {
        histories(2_000).forEach(given -> {
            keeper.accept(given);
            assertThat(TABLE.decide(given.facts()).verdict()).as(name).isEqualTo(verdict);
        });
        assertThat(decide(keeper).sentence()).isEqualTo(sentence);
    }

    @Nested
    @DisplayName("whatever the facts are")
    class Properties {

        @Test
        void aBusyEnvironmentIsNeverStale() {
            histories(20_000).filter(given -> given.atWork != null).forEach(given -> assertThat(
                            TABLE.decide(given.facts()).verdict())
                    .isNotEqualTo(Verdict.STALE));
        }

        @Test
        void onlyADeployOfAChangeThatEndedIsAbandoned() {
            histories(20_000)
                    .filter(given -> TABLE.decide(given.facts()).verdict() == Verdict.ABANDONED)
                    .forEach(given -> {
                        assertThat(given.atWork).isEqualTo(Operation.Kind.DEPLOY);
                        assertThat(given.status.hasEnded()).isTrue();
                    });
        }

        @Test
        void oneMoreRuleThatKeepsNeverMakesMoreStale() {
            SplittableRandom random = new SplittableRandom(11);
            Rule byChance =
                    new Rule("chance", Verdict.KEEP, facts -> facts.hashCode() % 3 == 0 ? "chance wants it" : null);
            histories(20_000).forEach(given -> {
                List<Rule> more = new ArrayList<>(TABLE.rules());
                more.add(random.nextInt(more.size() + 1), byChance);
                boolean goes = TABLE.decide(given.facts()).verdict().goes();
                if (!goes) {
                    assertThat(new RetentionTable(more)
                                    .decide(given.facts())
                                    .verdict()
                                    .goes())
                            .isFalse();
                }
            });
        }

        @Test
        void theSameFactsLeadToTheSameDecision() {
            histories(2_000).map(Given::facts).forEach(facts -> assertThat(TABLE.decide(facts))
                    .isEqualTo(TABLE.decide(facts)));
        }

        @Test
        void aChangeOfWhichNothingIsKnownIsNeverWorseOffThanAnOpenOne() {
            histories(20_000).forEach(given -> {
                given.status = ChangeStatus.of(State.OPEN);
                Verdict open = TABLE.decide(given.facts()).verdict();
                given.status = ChangeStatus.UNKNOWN;
                assertThat(TABLE.decide(given.facts()).verdict()).isEqualTo(open);
            });
        }

        @Test
        void chanceReachesEveryRule() {
            List<String> reached = histories(20_000)
                    .map(given -> TABLE.decide(given.facts()).rule())
                    .distinct()
                    .toList();
            assertThat(reached)
                    .containsAll(TABLE.rules().stream().map(Rule::name).toList())
                    .contains(RetentionTable.NO_RULE);
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void everyStateOfAChangeHasASentence(State state) {
        assertThat(decide(it -> it.status = ChangeStatus.of(state)).sentence()).contains("42");
    }

    /** Facts of all kinds, from a seed. */
    private static Stream<Given> histories(int count) {
        SplittableRandom random = new SplittableRandom(7);
        return IntStream.range(0, count).mapToObj(i -> byChance(random));
    }

    private static Given byChance(SplittableRandom random) {
        Given given = new Given();
        given.lifetime = random.nextInt(8) == 0 ? Lifetime.STANDING : Lifetime.PER_CHANGE;
        given.state = EnvironmentState.values()[random.nextInt(EnvironmentState.values().length - 1)];
        given.deployedAt = random.nextInt(6) == 0 ? null : ago(Duration.ofMinutes(random.nextInt(20_000)));
        given.expiresAt = random.nextInt(2) == 0 ? null : NOW.plus(Duration.ofMinutes(random.nextInt(20_000) - 10_000));
        given.pinned = random.nextInt(8) == 0;
        given.hold = random.nextInt(8) == 0 ? new Environment.Hold("rolled back", "carol", NOW) : null;
        given.configured = random.nextInt(8) != 0;
        given.isProtected = random.nextInt(8) == 0;
        given.expireAfter = random.nextInt(2) == 0 ? null : Duration.ofHours(random.nextInt(400));
        given.keepNewest = random.nextInt(4);
        given.newer = random.nextInt(6);
        given.status = new ChangeStatus(
                State.values()[random.nextInt(State.values().length)],
                null,
                random.nextInt(3) == 0 ? null : ago(Duration.ofMinutes(random.nextInt(60))));
        given.promotedTo = random.nextInt(5) == 0 ? "shop-qa-pr-42" : null;
        given.atWork =
                random.nextInt(3) == 0 ? Operation.Kind.values()[random.nextInt(Operation.Kind.values().length)] : null;
        given.touchedAt = ago(Duration.ofMinutes(random.nextInt(4_000)));
        return given;
    }
}
