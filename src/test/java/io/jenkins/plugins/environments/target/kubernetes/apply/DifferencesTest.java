package io.jenkins.plugins.environments.target.kubernetes.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.environments.target.Applied.Drift;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@DisplayName("Of drift it is said")
class DifferencesTest {

    private static JsonNode yaml(String text) {
        return new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    a value             | {spec: {replicas: 3}}             | {spec: {replicas: 1}}             | spec.replicas was 3, is 1 again
                    a value gone        | {spec: {}}                        | {spec: {replicas: 1}}             | spec.replicas was missing, is 1 again
                    an image            | {containers: [{name: a, image: x}, {name: mesh}]} | {containers: [{name: a, image: y}]} | containers[a].image was x, is y again
                    a container gone    | {containers: [{name: a}]}         | {containers: [{name: a}, {name: b}]} | containers[b] was missing, is there again
                    a rule more         | {ingress: [{from: []}, {from: [x]}]} | {ingress: [{from: []}]}        | ingress was 2 elements, is 1 element again
                    a host more         | {rules: [{host: a}, {host: b}]}   | {rules: [{host: a}]}              | rules[b] was there, is missing again
                    a port              | {ports: [{port: 80, targetPort: 1}]} | {ports: [{port: 80, targetPort: 2}]} | ports[80].targetPort was 1, is 2 again
                    an element          | {rules: [{x: [1]}]}               | {rules: [{x: [2]}]}               | rules[0].x was [1], is [2] again
                    a label             | {labels: {app.io/name: a}}        | {labels: {app.io/name: b}}        | labels[app.io/name] was a, is b again
                    a list of names     | {hosts: [a, b]}                   | {hosts: [a]}                      | hosts was ["a","b"], is ["a"] again
                    an empty text       | {spec: {class: ''}}               | {spec: {class: nginx}}            | spec.class was empty, is nginx again
                    a map for a text    | {spec: {a: {b: 1}}}               | {spec: {a: x}}                    | spec.a was there, is x again
                    true for false      | {privileged: true}                | {privileged: false}               | privileged was true, is false again
                    """)
    void where_it_was_what_was_there_and_what_it_is(String what, String live, String desired, String sentence) {
        assertThat(Differences.between(yaml(live), yaml(desired)))
                .as(what)
                .extracting(Drift::toString)
                .containsExactly(sentence);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a variable          | {env: [{name: A, value: hunter2}]}  | {env: [{name: A, value: x}]}  | env[A].value was another value (not shown), is as deployed again
                    one with a source   | {env: [{name: A, value: hunter2}]}  | {env: [{name: A, valueFrom: {b: c}}]} | env[A].valueFrom was missing, is there again
                    content             | {data: {A: hunter2}}                | {data: {A: x}}                | data.A was another value (not shown), is as deployed again
                    content gone        | {data: {}}                          | {data: {A: hunter2}}          | data.A was missing, is there again
                    an argument         | {args: [--key, hunter2]}            | {args: [--key, x]}            | args was another value (not shown), is as deployed again
                    a probe's command   | {exec: {command: [hunter2]}}        | {exec: {command: [x]}}        | exec.command was another value (not shown), is as deployed again
                    a container         | {containers: []}                    | {containers: [{name: a, env: [{name: A, value: hunter2}]}]} | containers[a] was missing, is there again
                    """)
    void never_what_may_be_a_secret(String what, String live, String desired, String sentence) {
        assertThat(Differences.between(yaml(live), yaml(desired)))
                .as(what)
                .extracting(Drift::toString)
                .containsExactly(sentence)
                .noneMatch(text -> text.contains("hunter2"));
    }

    @Test
    void each_field_of_its_own_and_nothing_of_what_others_may_add() {
        assertThat(Differences.between(
                        yaml("{spec: {replicas: 3, paused: true, template: {a: 1}}, status: {x: 1}}"),
                        yaml("{spec: {replicas: 1, paused: false, template: {a: 1}}}")))
                .containsExactly(new Drift("spec.replicas", "3", "1"), new Drift("spec.paused", "true", "false"));
    }

    @Test
    void nothing_where_the_api_only_writes_in_another_way() {
        assertThat(Differences.between(
                        yaml("{limits: {cpu: 500m}, a: 1.0}"), yaml("{limits: {cpu: '0.5'}, a: 1, b: ''}")))
                .isEmpty();
    }

    @Test
    void long_values_by_their_beginning() {
        assertThat(Differences.between(yaml("{a: " + "x".repeat(500) + "}"), yaml("{a: y}")))
                .singleElement()
                .satisfies(drift -> assertThat(drift.was()).hasSize(103).endsWith("..."));
    }
}
