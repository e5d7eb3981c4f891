package io.jenkins.plugins.environments.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Compose and env files that nobody would write, made from a seed: the same seed gives the same files. */
final class FuzzInputs {

    private static final Path STACKS = Path.of("src/test/resources/stacks");
    private static final List<String> SNIPPETS = List.of(
            "services:",
            "  a:",
            "image: x",
            "{",
            "}",
            "[",
            "]",
            ":",
            "- ",
            "&a ",
            "*a",
            "<<: ",
            "<<: *a",
            "${A:-",
            "$",
            "${",
            "}",
            "!reset ",
            "!override ",
            "!!binary ",
            "\"",
            "'",
            "|\n",
            ">-\n",
            "\t",
            "\n",
            "\r\n",
            "null",
            "~",
            "0x",
            "0o7",
            "1e999",
            "-.inf",
            ".nan",
            "80:80",
            "1-65535",
            "[::1]:80:80",
            "../..",
            "/",
            "\u0000",
            "\ufeff",
            "\u2028",
            "\u0085",
            "\ud83d\ude00",
            "---\n",
            "...\n",
            "environment: ",
            "x-environment: ",
            "extends: ",
            "include: ",
            "build: ",
            "volumes: ",
            "ports: ",
            "deploy: ",
            "healthcheck: ",
            "depends_on: ",
            "networks: ",
            "secrets: ",
            "configs: ",
            "? ",
            "%YAML 1.9\n",
            "%TAG ! x\n",
            "env_file: ",
            "profiles: ",
            "9".repeat(40),
            "a".repeat(300));
    private static final List<String> KEYS = List.of(
            "image",
            "build",
            "command",
            "entrypoint",
            "environment",
            "env_file",
            "ports",
            "expose",
            "volumes",
            "depends_on",
            "networks",
            "secrets",
            "configs",
            "deploy",
            "healthcheck",
            "extends",
            "profiles",
            "labels",
            "restart",
            "user",
            "scale",
            "mem_limit",
            "cpus",
            "tmpfs",
            "extra_hosts",
            "ulimits",
            "logging",
            "sysctls",
            "dns",
            "links",
            "cap_add",
            "stop_grace_period",
            "x-environment",
            "devices",
            "shm_size",
            "nonsense");
    private static final List<String> INNER = List.of(
            "context",
            "args",
            "target",
            "source",
            "type",
            "published",
            "protocol",
            "condition",
            "required",
            "path",
            "format",
            "test",
            "interval",
            "replicas",
            "resources",
            "limits",
            "memory",
            "aliases",
            "service",
            "file",
            "link",
            "scale",
            "min",
            "max",
            "sensitive",
            "run",
            "name",
            "external",
            "driver",
            "A",
            "PASSWORD",
            "<<");
    private static final List<String> VALUES = List.of(
            "x",
            "a",
            "b",
            "1",
            "-1",
            "0",
            "true",
            "no",
            "\"80\"",
            "80:80",
            "\"1-3:1-3\"",
            "./a.env:/x",
            "data:/d",
            "/x:size=1m",
            "30s",
            "1m30s",
            "512m",
            "2g",
            "${A}",
            "${B:-c}",
            "${C:?needed}",
            "${A:+${B}}",
            "$$",
            "${",
            "A=1",
            "PASSWORD=secret",
            "A",
            "service_healthy",
            "always",
            "bind",
            "volume",
            "'it''s'",
            "\"\\u00e9\\n\"",
            "~",
            "<todo>",
            "postgres://u:p@h/d",
            "1e3",
            "0x1f",
            "2001-01-01",
            "*a",
            "!reset null",
            "!override [x]");
    private static final String SMALL =
            "services: {a: {image: x, ports: ['1-3:1-3'], environment: {A: '${B:-c}'}, command: sh -c 'x'}}\n";
    private static final String WITH_ENV =
            "services:\n  a:\n    image: x:${A:-1}\n    env_file: [a.env]\n    environment: [B, 'C=${D}']\n";
    private static final String ENV = "A=b\nC=\"d\"\nE=${A:-f}\n# g\nexport H='i\nj' # k\nL: m\n";

    private final List<String> seeds = new ArrayList<>();

    /** @param compose of {@code compose.yaml} @param env of {@code .env} and of {@code a.env} */
    record Input(String compose, String env) {}

    FuzzInputs() {
        try {
            for (String file : List.of(
                    "efishery/compose.yaml", "saeoss/docker-compose.yml", "ckan-openshift/docker-compose.yml")) {
                seeds.add(Files.readString(STACKS.resolve(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Input of(long seed) {
        Random random = new Random(seed);
        // Small files most of the time: the whole of a large one is parsed at each run.
        return switch (random.nextInt(50)) {
            case 0 -> new Input(mutated(seeds.get(random.nextInt(seeds.size())), random), ENV);
            case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> new Input(mutated(SMALL, random), ENV);
            case 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30 -> new Input(generated(random), ENV);
            case 31, 32, 33, 34 -> new Input(mutated(generated(random), random), mutated(ENV, random));
            case 35, 36, 37, 38, 39, 40, 41 -> new Input(WITH_ENV, variables(random));
            default -> new Input(WITH_ENV, mutated(ENV, random));
        };
    }

    private static String mutated(String text, Random random) {
        StringBuilder result = new StringBuilder(text);
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            int at = random.nextInt(result.length() + 1);
            int end = Math.min(result.length(), at + random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> result.delete(at, end);
                case 1 -> result.insert(at, result.substring(at, end));
                case 2 -> result.insert(at, (char) random.nextInt(256));
                case 3 -> result.insert(
                        at, SNIPPETS.get(random.nextInt(SNIPPETS.size())).repeat(random.nextInt(60)));
                default -> result.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
            }
        }
        // A lone half of a surrogate pair can't be written as UTF-8.
        return result.toString().replaceAll("[\\ud800-\\udfff]", "");
    }

    private static String generated(Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(3) == 0) {
            text.append("x-a: &a ").append(value(random, 2)).append('\n');
        }
        text.append("services:\n");
        for (int service = random.nextInt(4); service >= 0; service--) {
            text.append("  ").append((char) ('a' + service)).append(":\n    image: x\n");
            for (int key = random.nextInt(6); key > 0; key--) {
                text.append("    ")
                        .append(KEYS.get(random.nextInt(KEYS.size())))
                        .append(": ");
                text.append(value(random, 3)).append('\n');
            }
        }
        for (String key : List.of("volumes", "networks", "configs", "secrets", "name", "include")) {
            if (random.nextInt(6) == 0) {
                text.append(key).append(": ").append(value(random, 2)).append('\n');
            }
        }
        return text.toString();
    }

    private static String value(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(4);
        if (kind <= 1) {
            return VALUES.get(random.nextInt(VALUES.size()));
        }
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String key = kind == 2 ? "" : INNER.get(random.nextInt(INNER.size())) + ": ";
            parts.add(key + value(random, depth - 1));
        }
        return kind == 2 ? "[" + String.join(", ", parts) + "]" : "{" + String.join(", ", parts) + "}";
    }

    private static String variables(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(random.nextInt(9) == 0 ? "export " : "")
                    .append((char) ('A' + random.nextInt(6)))
                    .append(random.nextInt(5) == 0 ? ": " : "=")
                    .append(VALUES.get(random.nextInt(VALUES.size())))
                    .append(random.nextInt(4) == 0 ? " # x" : "")
                    .append(random.nextInt(20) == 0 ? "\r\n" : "\n");
        }
        return text.toString();
    }
}
