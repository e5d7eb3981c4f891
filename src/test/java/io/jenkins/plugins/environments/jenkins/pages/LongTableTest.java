package io.jenkins.plugins.environments.jenkins.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.jenkins.ManyChanges;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.background.Housekeeping;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("A table that is too long to be drawn at once")
class LongTableTest {

    private static final Pattern CHANGE = Pattern.compile("<span>(#\\d+)</span>");

    private JenkinsRule j;

    private String html(String query) throws Exception {
        try (WebClient web = j.createWebClient().withJavaScriptEnabled(false)) {
            WebResponse answer = web.goTo("environments/" + query).getWebResponse();
            return answer.getContentAsString();
        }
    }

    private static List<String> changes(String html) {
        return CHANGE.matcher(html).results().map(match -> match.group(1)).toList();
    }

    @Test
    void comes_in_parts_and_is_filtered_before_that(JenkinsRule rule, @TempDir Path folder) throws Exception {
        j = rule;
        StageSettings old = TestWorld.stage("old");
        old.setExpireAfter("1s");
        ManyChanges.configure(TestWorld.stage("staging"), TestWorld.stage("qa"), TestWorld.stage("prod"), old);
        TestWorld.withoutUpkeep();
        ManyChanges.deploy(folder, "staging", 1, 120);
        ManyChanges.deploy(folder, "qa", 119, 121);

        String first = html("");
        assertThat(first).contains("1 to 50 of 121", "href=\"?page=2\"", "data-whole=\"false\"");
        assertThat(changes(first)).hasSize(50).startsWith("#121", "#120").doesNotHaveDuplicates();
        String last = html("?page=3");
        assertThat(last).contains("101 to 121 of 121", "href=\"?page=2\"").doesNotContain("rel=\"next\"");
        assertThat(changes(last)).hasSize(21).endsWith("#2", "#1").doesNotContainAnyElementsOf(changes(first));

        assertThat(changes(html("?page=99"))).as("beyond the end is the end").isEqualTo(changes(last));
        for (String odd : List.of("?page=0", "?page=-1", "?page=x", "?page=")) {
            assertThat(changes(html(odd))).as(odd).isEqualTo(changes(first));
        }

        assertThat(changes(html("?q=%237+CART")))
                .as("every word, whatever its case")
                .containsExactlyInAnyOrder("#7", "#70", "#71", "#72", "#73", "#74", "#75", "#76", "#77", "#78", "#79");
        assertThat(changes(html("?stage=qa"))).containsExactlyInAnyOrder("#119", "#120", "#121");
        assertThat(changes(html("?stage=qa&q=%23120"))).containsExactly("#120");
        assertThat(changes(html("?stage=staging&q=%23121")))
                .as("it does not run there")
                .isEmpty();
        assertThat(html("?q=cart&state=DEPLOYING&owner=anna&page=2"))
                .as("turning keeps what is looked for")
                .contains("href=\"?page=3&amp;q=cart&amp;state=DEPLOYING&amp;owner=anna\"");
        assertThat(changes(html("?state=GONE&owner=nobody&stage=prod")))
                .as("a choice that is not there is none")
                .isEqualTo(changes(first));
        String odd = html("?q=%22%3E%3Cscript%3E%26page%3D7+%2B");
        assertThat(odd).doesNotContain("\"><script>");
        assertThat(changes(odd)).isEmpty();
        whatIsStaleStandsAbove(folder);
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it did not come").isLessThan(end);
            Thread.sleep(100);
        }
    }

    /** Upkeep leaves alone what would be most of a stage; so it stays, and says why. */
    private void whatIsStaleStandsAbove(Path folder) throws Exception {
        assertThat(html("")).doesNotContain("Needs attention");
        ManyChanges.deploy(folder, "old", 201, 240);
        ManyChanges.makeReady();
        EnvironmentLifecycle lifecycle = Background.get().lifecycle();
        until(() -> lifecycle.environments().stream()
                        .filter(each -> each.stage().equals("old") && each.expiresAt() != null)
                        .filter(each -> Instant.now().isAfter(each.expiresAt()))
                        .count()
                == 40);
        // Only now, so that it finds them all at once.
        new Housekeeping().onLoaded();
        until(() -> !new EnvironmentsRootAction().getAttentionLists().isEmpty());
        List<Attention.Some> lists = new EnvironmentsRootAction().getAttentionLists();
        assertThat(lists).hasSize(1);
        assertThat(lists.get(0).isStuck()).isFalse();
        assertThat(lists.get(0).getFirst()).hasSize(30);
        assertThat(html(""))
                .contains("Stale and still there", "shop-old-pr-2", "it expired at", "would go at once", "and 10 more")
                .doesNotContain("<h2>Stuck</h2>");
    }
}
