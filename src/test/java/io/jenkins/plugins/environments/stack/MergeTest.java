package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The merge rules of the Compose Specification; each row was compared with Compose v2. */
@DisplayName("Several Compose files")
class MergeTest {

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{1} over {0} is {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image: a | image: b | image | b",
                "{image: x, command: [a, b]} | command: c | command | [c]",
                "{image: x, command: [a, b]} | command: [] | command | []",
                "{image: x, entrypoint: a} | entrypoint: [b] | entrypoint | [b]",
                "{image: x, command: a} | restart: always | command | [a]",
                "{image: x, environment: {A: 1, B: 1}} | environment: [B=2, C=2] | environment | {A=1, B=2, C=2}",
                "{image: x, labels: [a=1]} | labels: {a: 2, b: 2} | labels | {a=2, b=2}",
                "{image: x, ports: ['80:80']} | ports: ['81:80', '80:80'] | ports | [{mode=ingress, protocol=tcp, published=80, target=80}, {mode=ingress, protocol=tcp, published=81, target=80}]",
                "{image: x, expose: ['80']} | expose: ['81', '80'] | expose | [80, 81]",
                "{image: x, volumes: ['/a', '/b']} | volumes: ['data:/b'] | volumes | [{target=/a, type=volume}, {source=data, target=/b, type=volume, volume={}}]",
                "{image: x, tmpfs: /a} | tmpfs: [/b] | tmpfs | [/a, /b]",
                "{image: x, dns: 1.1.1.1} | dns: [8.8.8.8, 1.1.1.1] | dns | [1.1.1.1, 8.8.8.8]",
                "{image: x, cap_add: [A]} | cap_add: [B, A] | cap_add | [A, B]",
                "{image: x, extra_hosts: ['a=1.1.1.1']} | extra_hosts: {a: 1.1.1.2} | extra_hosts | [a=1.1.1.1, a=1.1.1.2]",
                "{image: x, networks: [n]} | networks: {m: {aliases: [z]}} | networks | {m={aliases=[z]}, n=null}",
                "{image: x, networks: {n: {aliases: [a]}}} | networks: {n: {aliases: [b]}} | networks | {n={aliases=[a, b]}}",
                "{image: x, depends_on: [b]} | depends_on: {b: {condition: service_healthy}} | depends_on | {b={condition=service_healthy, required=true}}",
                "{image: x, healthcheck: {test: a, interval: 1s}} | healthcheck: {test: [CMD, b]} | healthcheck | {interval=1s, test=[CMD, b]}",
                "{image: x, healthcheck: {test: a}} | healthcheck: {disable: true} | healthcheck | {disable=true, test=[CMD-SHELL, a]}",
                "{image: x, deploy: {replicas: 1, resources: {limits: {memory: 1g}}}} | deploy: {resources: {limits: {cpus: '2'}}} | deploy | {placement={}, replicas=1, resources={limits={cpus=2, memory=1073741824}}}",
                "{image: x, build: .} | build: {target: t} | build | {context=PROJECT, dockerfile=Dockerfile, target=t}",
                "{image: x, logging: {driver: a, options: {x: 1}}} | logging: {driver: b, options: {y: 1}} | logging | {driver=b, options={y=1}}",
                "{image: x, logging: {driver: a, options: {x: 1}}} | logging: {options: {y: 1}} | logging | {driver=a, options={x=1, y=1}}",
                "{image: x, ports: ['80:80']} | ports: !override ['81:81'] | ports | [{mode=ingress, protocol=tcp, published=81, target=81}]",
                "{image: x, ports: ['80:80']} | ports: !reset [] | ports | ",
                "{image: x, environment: {A: 1, B: 1}} | environment: {A: !reset null} | environment | {B=1}",
                "{image: x, restart: always} | restart: | restart | always",
            })
    void merge_field_by_field(String base, String over, String field, String expected) {
        String rest = "\n  b: {image: y}\nvolumes: {data: }\nnetworks: {n: , m: }\n";
        Project project = new Project(folder)
                .file("base.yaml", "services:\n  a:\n    " + fields(base) + rest)
                .file("over.yaml", "services:\n  a:\n    " + fields(over) + "\n")
                .reads("base.yaml", "over.yaml");

        Object value = project.config("services/a/" + field);

        assertThat(value == null ? "" : value.toString().replace(folder.toString(), "PROJECT"))
                .isEqualTo(expected == null ? "" : expected);
    }

    /** {@code {a: 1, b: 2}} stays; {@code a: 1} too. */
    private static String fields(String fields) {
        return fields;
    }

    @Test
    void of_different_forms_are_an_error_that_names_both_places() {
        Project project = new Project(folder)
                .file("base.yaml", "services:\n  a:\n    image: x\n    logging: {driver: a}\n")
                .file("over.yaml", "services:\n  a:\n    logging: [a]\n")
                .reads("base.yaml", "over.yaml");

        assertThat(project.errors())
                .containsExactly("over.yaml:3:14: this is a list over a mapping at base.yaml:4:14; use the same form in"
                        + " both files");
    }

    @Test
    void are_found_by_their_default_names_with_their_override() {
        Project project = new Project(folder)
                .file("docker-compose.yml", "services: {a: {image: x}}")
                .file("docker-compose.override.yml", "services: {a: {image: y}}");

        assertThat(project.config("services/a/image")).isEqualTo("y");
        // Compose looks for the two apart from one another.
        assertThat(project.file("compose.yaml", "services: {a: {image: z, user: z}}")
                        .config("services/a/user"))
                .isEqualTo("z");
        assertThat(project.config("services/a/image")).isEqualTo("y");
    }

    @Test
    void keep_the_place_of_each_value() {
        StackReading reading = new Project(folder)
                .file("base.yaml", "services:\n  a:\n    image: x\n    environment: {A: 1, B: 1}\n")
                .file("over.yaml", "services:\n  a:\n    environment: {B: 2}\n")
                .reads("base.yaml", "over.yaml")
                .read();

        assertThat(reading.stack().service("a").environment().get("A").position())
                .hasToString("base.yaml:4:22");
        assertThat(reading.stack().service("a").environment().get("B").position())
                .hasToString("over.yaml:3:22");
        assertThat(reading.sources()).extracting("path").containsExactly("base.yaml", "over.yaml");
    }

    @Test
    void may_extend_services_of_the_same_file_or_another_one() {
        Project project = Project.of(
                        folder,
                        "services:\n"
                                + "  a: {extends: b, environment: {A: a}}\n"
                                + "  b: {extends: {file: sub/common.yaml, service: c}, environment: {A: b, B: b}}\n")
                .file(
                        "sub/common.yaml",
                        "services: {c: {image: c, env_file: c.env, build: ., environment: {A: c, B: c, C: c}}}")
                .file("sub/c.env", "D=d\n");

        assertThat(project.config("services/a/image")).isEqualTo("c");
        assertThat(project.config("services/a/environment")).hasToString("{A=a, B=b, C=c, D=d}");
        assertThat(project.config("services/a/build/context").toString()).endsWith("sub");
    }

    @Test
    void may_not_extend_in_a_circle_nor_what_is_not_there() {
        Project project = Project.of(
                folder,
                "services:\n  a: {image: x, extends: b}\n  b: {image: x, extends: a}\n  c: {image: x, extends: bbb}\n");

        assertThat(project.errors())
                .containsExactlyInAnyOrder(
                        "compose.yaml:2:26: services extend one another in a circle: compose.yaml/b ->"
                                + " compose.yaml/a -> compose.yaml/b; take one extends out",
                        "compose.yaml:3:26: services extend one another in a circle: compose.yaml/a ->"
                                + " compose.yaml/b -> compose.yaml/a; take one extends out",
                        "compose.yaml:4:26: there is no service \"bbb\" to extend; name a service of that file");
    }

    @Test
    void leave_out_services_whose_profile_is_not_active() {
        Project project =
                Project.of(folder, "services: {a: {image: x}, t: {image: x, profiles: [test], env_file: gone.env}}");

        assertThat(project.read().stack().services()).containsOnlyKeys("a");
        assertThat(project.file("gone.env", "A=1")
                        .profile("test")
                        .read()
                        .stack()
                        .services())
                .containsOnlyKeys("a", "t");
    }
}
