package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DemoTest {

    @Test
    void shows_two_pull_requests_with_their_links_promotes_one_and_leaves_nothing() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int status = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("demo");

        assertThat(status).as(out + "\n" + err).isZero();
        assertThat(out.toString())
                .contains(
                        "no container runs",
                        "giveway-staging-pr-41",
                        "giveway-staging-pr-42",
                        "http://daphne-pr-42.staging.localhost",
                        "Pull request 42 runs in qa now",
                        "http://daphne-pr-42.qa.localhost",
                        "Nothing is left",
                        "What to try next");
        assertThat(err.toString())
                .contains(
                        "wave 1/",
                        "postgres",
                        "gone after",
                        "giveway-qa-pr-42: promote",
                        "giveway-staging-pr-42: destroy");
    }
}
