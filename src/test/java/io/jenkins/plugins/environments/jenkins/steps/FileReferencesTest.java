package io.jenkins.plugins.environments.jenkins.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.stack.SeedStacks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Which files a Compose file names")
class FileReferencesTest {

    private static final Map<String, String> VARIABLES = Map.of("CONF", "conf/prod", "NAME", "a");

    private static Set<String> in(String text) {
        return FileReferences.in(text, VARIABLES);
    }

    @ParameterizedTest(name = "{0} names {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {services: {web: {env_file: a.env}}}                                   | a.env
            {services: {web: {env_file: [a.env, b.env]}}}                          | a.env b.env
            {services: {web: {env_file: [{path: a.env, required: false}]}}}        | a.env
            {services: {web: {label_file: labels.env}}}                            | labels.env
            {services: {web: {volumes: ["./a/b.sql:/b.sql:ro"]}}}                  | ./a/b.sql
            {services: {web: {volumes: [{type: bind, source: ./a, target: /a}]}}}  | ./a
            {services: {web: {extends: {file: base.yml, service: web}}}}           | base.yml
            {include: [other/compose.yml]}                                         | other/compose.yml
            {include: [{path: [a.yml, b.yml], env_file: c.env}]}                   | a.yml b.yml c.env
            {secrets: {a: {file: ./a.txt}}, configs: {b: {file: ./b.txt}}}         | ./a.txt ./b.txt
            """)
    void by_key(String text, String named) {
        assertThat(in(text)).containsExactlyInAnyOrderElementsOf(Arrays.asList(named.split(" ")));
    }

    @ParameterizedTest(name = "{0} names nothing")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {services: {web: {volumes: ["data:/data"]}}, volumes: {data: }}
            {services: {web: {volumes: [{type: volume, source: data, target: /d}]}}}
            {services: {web: {build: {context: ./web, path: x}}}}
            {services: {web: {environment: {file: ./secret}}}}
            {services: {web: {command: [sh, ./run]}}}
            {services: {web: {labels: {path: ./x}}}}
            ''
            just a text
            """)
    void what_is_no_file_of_the_project(String text) {
        assertThat(in(text)).isEmpty();
    }

    @Test
    void variables_that_are_known_are_filled_in() {
        assertThat(in("{services: {web: {env_file: [\"$CONF/a.env\", \"${CONF}/b.env\", \"${NO:-dev}/c.env\"]}}}"))
                .containsExactlyInAnyOrder("conf/prod/a.env", "conf/prod/b.env", "dev/c.env");
    }

    @Test
    void where_one_is_not_known_it_is_all_of_the_folder() {
        assertThat(in("{services: {web: {env_file: \"conf/${STAGE}/web.env\"}}}"))
                .containsExactly("conf");
        assertThat(in("{services: {web: {env_file: \"${STAGE}.env\"}}}"))
                .as("not the whole project")
                .isEmpty();
    }

    @Test
    void what_several_services_share_by_an_anchor_is_named_once() {
        assertThat(in("x-a: &a {env_file: a.env}\nservices:\n  web: *a\n  api:\n    <<: *a\n"))
                .containsExactly("a.env");
    }

    @Test
    void anchors_that_a_large_stack_uses_often_hide_no_file() throws Exception {
        Path folder = SeedStacks.STUDYGIVEWAY.directory();

        assertThat(in(Files.readString(folder.resolve("docker-compose.yml"))))
                .contains("./haproxy/haproxy.cfg", "./nginx/nginx.conf", "daphne/daphne.env");
    }

    @Test
    void a_loop_of_anchors_ends() {
        assertThat(in("a: &a\n  env_file: b.env\n  self: *a\n")).containsExactly("b.env");
    }

    @Test
    void a_text_that_is_no_yaml_names_nothing_as_the_reader_will_say_why() {
        assertThat(in("services: [\n  }")).isEmpty();
        assertThat(in("a: *nobody")).isEmpty();
    }
}
