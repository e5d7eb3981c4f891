package io.jenkins.plugins.environments.target.kubernetes.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@DisplayName("A live object")
class ComparisonTest {

    private static JsonNode yaml(String text) {
        return new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    @ParameterizedTest(name = "{0}: {1} says {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    the same                       | {a: 1, b: x}                            | {a: 1, b: x}
                    defaults beside it             | {a: 1, protocol: TCP, status: {x: 1}}   | {a: 1}
                    nested                         | {spec: {a: 1, b: 2}}                    | {spec: {a: 1}}
                    a number written otherwise     | {a: 1.0}                                | {a: 1}
                    an empty text left out         | {a: 1}                                  | {a: 1, b: ''}
                    an empty list left out         | {a: 1}                                  | {a: 1, b: []}
                    an empty map left out          | {a: 1}                                  | {a: 1, b: {}}
                    false left out                 | {a: 1}                                  | {a: 1, b: false}
                    zero left out                  | {a: 1}                                  | {a: 1, b: 0}
                    null left out                  | {a: 1}                                  | {a: 1, b: null}
                    cores as thousandths           | {limits: {cpu: 500m}}                   | {limits: {cpu: '0.5'}}
                    memory in another unit         | {requests: {memory: 1Gi}}               | {requests: {memory: '1073741824'}}
                    a quota in another unit        | {hard: {limits.memory: 16Gi}}           | {hard: {limits.memory: 16384Mi}}
                    the size of a memory volume    | {emptyDir: {sizeLimit: 64Mi}}           | {emptyDir: {sizeLimit: '67108864'}}
                    storage in another unit        | {requests: {storage: 1Gi}}              | {requests: {storage: 1024Mi}}
                    a container more               | {containers: [{name: a}, {name: mesh}]} | {containers: [{name: a}]}
                    a container before ours        | {containers: [{name: mesh}, {name: a}]} | {containers: [{name: a}]}
                    a variable more                | {env: [{name: A, value: x}, {name: B}]} | {env: [{name: A, value: x}]}
                    an image secret more           | {imagePullSecrets: [{name: s}]}         | {imagePullSecrets: []}
                    arguments in order             | {args: [a, b]}                          | {args: [a, b]}
                    rules in another order         | {rules: [{host: b}, {host: a}]}         | {rules: [{host: a}, {host: b}]}
                    """)
    void that_says_all_that_is_desired_is_left_alone(String what, String live, String desired) {
        assertThat(Comparison.contains(yaml(live), yaml(desired))).as(what).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1} does not say {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    another value                  | {a: 1}                                  | {a: 2}
                    a value missing                | {}                                      | {a: 1}
                    true where false is desired    | {privileged: true}                      | {privileged: false}
                    a count where zero is desired  | {replicas: 3}                           | {replicas: 0}
                    a text for a number            | {a: '1'}                                | {a: 1}
                    another quantity               | {limits: {cpu: 500m}}                   | {limits: {cpu: '1'}}
                    like quantities, but names     | {data: {a: 1Gi}}                        | {data: {a: 1024Mi}}
                    a container missing            | {containers: [{name: a}]}               | {containers: [{name: a}, {name: b}]}
                    another image                  | {containers: [{name: a, image: x}]}     | {containers: [{name: a, image: y}]}
                    another variable's value       | {env: [{name: A, value: x}]}            | {env: [{name: A, value: y}]}
                    arguments in another order     | {args: [b, a]}                          | {args: [a, b]}
                    an argument more               | {args: [a, b, c]}                       | {args: [a, b]}
                    one more network rule          | {ingress: [{from: []}, {from: [x]}]}    | {ingress: [{from: []}]}
                    a list where a map is desired  | {a: [1]}                                | {a: {b: 1}}
                    twice desired, there once      | {rules: [{a: 1}, {b: 1}]}               | {rules: [{a: 1}, {a: 1}]}
                    a rule where none is desired   | {ingress: [{from: [x]}]}                | {ingress: []}
                    """)
    void that_does_not_is_drift(String what, String live, String desired) {
        assertThat(Comparison.contains(yaml(live), yaml(desired))).as(what).isFalse();
    }
}
