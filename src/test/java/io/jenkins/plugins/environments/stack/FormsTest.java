package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Port;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Short forms")
class FormsTest {

    @TempDir
    Path folder;

    @ParameterizedTest(name = "the port {0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "80 | 80/tcp",
                "8080:80 | 8080:80/tcp",
                "8080:80/udp | 8080:80/udp",
                "8080:80/TCP | 8080:80/tcp",
                "127.0.0.1:8080:80 | 127.0.0.1 8080:80/tcp",
                "127.0.0.1::80 | 127.0.0.1 80/tcp",
                "[::1]:8080:80 | ::1 8080:80/tcp",
                "::1:8080:80 | ::1 8080:80/tcp",
                "3000-3002 | 3000/tcp, 3001/tcp, 3002/tcp",
                "9090-9091:8080-8081 | 9090:8080/tcp, 9091:8081/tcp",
                "8000-9000:80 | 8000:80/tcp",
                "6060:6060/sctp | 6060:6060/sctp",
            })
    void of_ports(String port, String expected) {
        List<Port> ports = Project.of(folder, "services: {a: {image: x, ports: ['" + port + "']}}")
                .read()
                .stack()
                .service("a")
                .ports();

        assertThat(ports.stream()
                        .map(p -> (p.hostIp() == null ? "" : p.hostIp() + " ")
                                + (p.published() == null ? "" : p.published() + ":") + p.target() + "/" + p.protocol())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "80:", "0", "70000", "1-0", "80-81:80-85", "80/", "1:2:3:4", "-1", "80:8080:x"})
    void that_are_no_ports_are_errors(String port) {
        assertThat(Project.of(folder, "services: {a: {image: x, ports: ['" + port + "']}}")
                        .errors())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("compose.yaml:1:34: \"" + port + "\"");
    }

    @ParameterizedTest(name = "the volume {0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "data:/d | NamedVolume data /d",
                "data:/d:ro | NamedVolume data /d ro",
                "data:/d:rw,nocopy | NamedVolume data /d",
                "/d | AnonymousVolume /d",
                "./f:/d/f | Bind ./f /d/f",
                "./f:/d/f:ro,z | Bind ./f /d/f ro",
            })
    void of_volumes(String volume, String expected) {
        Mount mount = Project.of(
                        folder, "{services: {a: {image: x, volumes: ['" + volume + "']}}, volumes: {data: {}}}")
                .file("f", "text")
                .read()
                .stack()
                .service("a")
                .mounts()
                .get(0);

        String source = mount instanceof Mount.NamedVolume named
                ? named.volume() + " "
                : mount instanceof Mount.Bind bind ? bind.source() + " " : "";
        boolean readOnly = mount instanceof Mount.NamedVolume named && named.readOnly()
                || mount instanceof Mount.Bind bind && bind.readOnly();
        assertThat(mount.getClass().getSimpleName() + " " + source + mount.target() + (readOnly ? " ro" : ""))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} lasts {1}")
    @CsvSource({
        "30s, PT30S, 30s",
        "1m30s, PT1M30S, 1m30s",
        "90s, PT1M30S, 1m30s",
        "1.5s, PT1.5S, 1.5s",
        "500ms, PT0.5S, 500ms",
        "1h, PT1H, 1h0m0s",
        "1d, PT24H, 24h0m0s",
        "2h5s, PT2H5S, 2h0m5s",
        "10us, PT0.00001S, 10µs",
        "7ns, PT0.000000007S, 7ns",
        "0, PT0S, 0s",
    })
    void of_durations(String text, Duration expected, String printed) {
        assertThat(Quantities.duration(text)).contains(expected);
        assertThat(Quantities.print(expected)).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "1y", "-1s", "1 s", "1s ", "99999999999w", "1.s.s"})
    void that_are_no_durations(String text) {
        assertThat(Quantities.duration(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0} is {1} bytes")
    @CsvSource({
        "1024, 1024",
        "1k, 1024",
        "1kb, 1024",
        "512m, 536870912",
        "512M, 536870912",
        "512MiB, 536870912",
        "1.5g, 1610612736",
        "2gb, 2147483648",
        "64 m, 67108864",
        "1t, 1099511627776",
        "0, 0",
    })
    void of_sizes(String text, long expected) {
        assertThat(Quantities.bytes(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "1x", "-1", "1mm", "1,5g", "9999999p"})
    void that_are_no_sizes(String text) {
        assertThat(Quantities.bytes(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b c | a,b,c",
                "a  'b c' | a,b c",
                "a \"b 'c'\" d | a,b 'c',d",
                "a\\ b c | a b,c",
                "sh -c \"echo \\\"x\\\"\" | sh,-c,echo \"x\"",
                "'' a | ,a",
                "a'b'c | abc",
            })
    void of_commands(String line, String words) {
        assertThat(ShellWords.split(line).orElseThrow().words()).containsExactly(words.split(",", -1));
    }

    @ParameterizedTest(name = "{0} ends before {2}")
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "`a b | c` a,b |",
                "`a;b` a ;",
                "`a 2> c` a >",
                "`a x> c` a,x >",
                "`a 'b|c' \"d;e\" $(f & g) h` `a,b|c,d;e,$(f & g),h` ``",
                "`a \\| b` a,|,b ``",
            })
    void of_commands_end_where_a_shell_would_be_needed(String line, String words, String end) {
        ShellWords split = ShellWords.split(line).orElseThrow();

        assertThat(split.words()).containsExactly(words.split(",", -1));
        assertThat(split.end()).isEqualTo(end.isEmpty() ? (char) 0 : end.charAt(0));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "/a/b, /a/b",
        "/a//b/./c/, /a/b/c",
        "/a/../../b, /b",
        "a/../../b, ../b",
        "./a, a",
        "/, /",
        "., .",
        "a/.., .",
    })
    void of_paths(String path, String clean) {
        assertThat(Paths.clean(path)).isEqualTo(clean);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "2024-2-9, 2024-02-09T00:00:00Z",
        "2024-02-09T1:02:03Z, 2024-02-09T01:02:03Z",
        "2024-02-09t01:02:03.500+02:00, 2024-02-09T01:02:03.5+02:00",
        "2024-02-09 01:02:03, 2024-02-09T01:02:03Z",
        "2024-02-30, ",
        "2024-02-09T01:02:03, ",
        "24-02-09, ",
    })
    void of_times(String text, String time) {
        assertThat(Timestamps.print(text)).isEqualTo(time);
    }

    @Test
    void that_leave_a_quote_open_are_no_commands() {
        assertThat(ShellWords.split("sh -c 'x")).isEmpty();
        assertThat(ShellWords.split("a (b)")).isEmpty();
        assertThat(ShellWords.split("a $(b")).isEmpty();
        assertThat(ShellWords.split("a \\")).isEmpty();
    }
}
