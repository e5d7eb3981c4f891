package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The sample of a stack's variables")
class EnvSampleTest {

    private static final Path GOLDEN = Path.of("src/test/resources/stacks/golden");

    @TempDir
    Path folder;

    private static String sample(SeedStacks seed, String before) {
        return SeedStacks.reader().sample(seed.request(Set.of()), ".env.sample", before);
    }

    private static String before(SeedStacks seed) throws IOException {
        Path file = seed.directory().resolve(".env.sample");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static String sample(Project project, String before) {
        return SeedStacks.reader().sample(project.request(), ".env.sample", before);
    }

    /** What the sample says of one variable: the lines from the blank one before it. */
    private static String about(String sample, String name) {
        for (String block : sample.split("\n\n")) {
            if (block.lines().anyMatch(line -> line.matches("(# )?" + name + "=.*"))) {
                return block.strip();
            }
        }
        return "";
    }

    @ParameterizedTest
    @EnumSource(SeedStacks.class)
    void of_the_seeds_is_as_in_the_golden_files(SeedStacks seed) throws IOException {
        String text = sample(seed, before(seed));
        Path golden = GOLDEN.resolve(seed.name().toLowerCase(Locale.ROOT) + ".env.sample");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }

        assertThat(text).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @EnumSource(SeedStacks.class)
    void made_from_itself_is_the_same(SeedStacks seed) throws IOException {
        String once = sample(seed, before(seed));

        assertThat(sample(seed, once)).isEqualTo(once);
        String fresh = sample(seed, "");
        assertThat(sample(seed, fresh)).isEqualTo(fresh);
    }

    @ParameterizedTest(name = "{0} is written as {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image: x:${V} | # V=",
                "image: x:${V:-1} | V=1",
                "image: x:${V-1} | V=1",
                "image: x:${V:-} | # V=",
                "image: x:${V:?} | V=<v>",
                "image: x:${V?say it} | V=<v>",
                "image: x:${V:+1} | # V=",
                "image: x:${V:-${W:-2}} | # V=",
                "hostname: \"${V:-a # b}\" | V='a # b'",
                "hostname: \"${V:-it's}\" | V=\"it's\"",
                "command: [x, '${V:-1}', '${V:-1}'] | V=1",
                "environment: {A: '${V:-1}', B: '${V:-2}'} | # V=",
                "environment: [V] | # V=",
                "environment: {V: } | # V=",
                "environment: {PASSWORD: '${V}'} | V=<v>",
                "environment: ['PASSWORD=${V}'] | V=<v>",
                "environment: {A: '${V:-postgres://u:pw@h/d}'} | V=<v>",
                "build: {context: ., args: {V: }} | # V=",
                "x-environment: {sensitive: [V]}, hostname: '${V}' | V=<v>",
                "image: x:$$V | ``",
            })
    void says_a_value_that_changes_nothing(String field, String expected) {
        String fields = field.startsWith("x-") ? field.replace("}, ", "}\n    ") : field;
        Project project = Project.of(folder, "services:\n  a:\n    " + fields + "\n");

        String last = about(sample(project, ""), "V").lines().reduce("", (one, two) -> two);
        assertThat(last).isEqualTo(expected);
    }

    @Test
    void names_every_place_its_default_and_the_services() {
        Project project = Project.of(
                        folder,
                        """
                        x-logging: &logging {LOG: "${LOG:-info}"}
                        services:
                          web:
                            image: "web:${TAG:?}"
                            environment: {<<: *logging, KEY: "${API_KEY:-none}"}
                          worker:
                            extends: {file: common.yaml, service: base}
                            environment: *logging
                            env_file: [worker.env]
                        secrets: {token: {environment: DEPLOY_SECRET}}
                        """)
                .file("common.yaml", "services:\n  base:\n    image: \"base:${BASE:-1}\"\n")
                .file("worker.env", "A=1\nB=${QUEUE:-jobs}\nALONE\n");

        assertThat(sample(project, ""))
                .isEqualTo(
                        """
                        #: Every variable that the stack reads. Copy this file to .env and put in what stands in <...>.
                        #: env-sample writes it; what stands after #: is made anew, values and other comments stay.

                        #: --- the project ---

                        #: compose.yaml:10, required
                        DEPLOY_SECRET=<deploy-secret>

                        #: --- several services ---

                        #: compose.yaml:1 in web, worker, default info
                        LOG=info

                        #: --- web ---

                        #: compose.yaml:4, required
                        TAG=<tag>

                        #: compose.yaml:5, default <sensitive>
                        API_KEY=<api-key>

                        #: --- base ---

                        #: common.yaml:3, default 1
                        BASE=1

                        #: --- worker ---

                        #: worker.env:2, default jobs
                        QUEUE=jobs

                        #: worker.env:3
                        # ALONE=
                        """);
    }

    @Test
    void keeps_comments_and_values_but_no_secret() {
        Project project = Project.of(
                folder,
                "services: {a: {image: 'x:${TAG:-1}', environment: ['P=${DB_PASSWORD:?}', 'T=${API_TOKEN}',"
                        + " 'U=${DB_URL}', O]}}\n");
        String before =
                """
                # Of the team.

                # which one?
                TAG=2 # not three
                DB_PASSWORD=hunter2-sample
                API_TOKEN=<ask-anna>
                DB_URL=postgres://u:hunter2-sample@db/x
                # O=maybe
                # used by the Makefile
                KEEP="two
                lines"
                OTHER_SECRET=hunter2-sample
                # the end
                """;

        String text = sample(project, before);
        assertThat(text)
                .contains("\n# Of the team.\n\n")
                .contains("# which one?\n#: compose.yaml:1, default 1\nTAG=2 # not three\n")
                .contains("\nDB_PASSWORD=<db-password>\n")
                .contains("\nAPI_TOKEN=<ask-anna>\n")
                .contains("\nDB_URL=<db-url>\n")
                .contains("\n# O=maybe\n")
                .contains("#: --- not read by the stack ---\n\n# used by the Makefile\nKEEP=\"two\nlines\"\n")
                .contains("\nOTHER_SECRET=<other-secret>\n")
                .endsWith("\n# the end\n")
                .doesNotContain("hunter2");
        assertThat(sample(project, text)).isEqualTo(text);
    }

    @Test
    void knows_that_a_service_gets_the_whole_file() {
        Project project = Project.of(folder, "services: {a: {image: x, env_file: [.env]}}\n")
                .file(".env", "MINE=1\nB=${C}\n");

        assertThat(sample(project, "DEBUG=false\n"))
                .endsWith("\n#: --- given to a by env_file ---\n\nDEBUG=false\n")
                .doesNotContain("MINE", "C=");
    }

    @Test
    void needs_no_value_but_files_that_can_be_read() {
        assertThat(sample(Project.of(folder, "services: {a: {image: '${A:?}', cpus: lots}}"), ""))
                .contains("A=<a>");
        Project incomplete = Project.of(folder, "services: {a: {extends: {file: gone.yml, service: x}}}");
        assertThatThrownBy(() -> sample(incomplete, ""))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no file \"gone.yml\"");
        Project good = Project.of(folder, "services: {a: {image: x}}");
        assertThatThrownBy(() -> sample(good, "A='open"))
                .hasMessageContaining(".env.sample:1:3: the value of A begins with a quote that is not closed");
    }

    @RepeatedTest(100)
    void is_stable_whatever_was_there() {
        Project project = Project.of(
                folder, "services: {a: {image: 'x:${A:-1}', hostname: '${B}', environment: [C, 'D=${PASSWORD:?}']}}\n");
        Random random = new Random();
        String[] pieces = {
            "A=1",
            "# A=2",
            "B='x",
            "y'",
            "C",
            "PASSWORD=pw",
            "PASSWORD=<pw>",
            "#",
            "# x",
            "#: y",
            "",
            " ",
            "E=1 # z",
            "export F = 3",
            "\"",
            "G: 1",
            "A=\"q # r\" # s",
            "#A=",
            "# PASSWORD=pw",
            "H=http://u:p@h"
        };
        StringBuilder before = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            before.append(pieces[random.nextInt(pieces.length)]).append('\n');
        }
        try {
            String once = sample(project, before.toString());
            assertThat(sample(project, once)).as(before.toString()).isEqualTo(once);
        } catch (InvalidInputException e) {
            // A quote that is not closed.
            assertThat(e.problems()).isNotEmpty();
        }
    }
}
