package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.stack.Port;
import io.jenkins.plugins.environments.model.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The list from which tests on real targets make stand-ins for the images of the seed stacks. */
class StandInsTest {

    private static final Path LIST = Path.of("src/test/resources/stacks/stand-ins.txt");

    @ParameterizedTest
    @EnumSource
    void listens_on_every_port_of_every_service_with_the_image(SeedStacks seed) throws IOException {
        Map<String, Set<Integer>> standIns = standIns();

        assertThat(seed.read("test").stack().services().values()).allSatisfy(service -> {
            assertThat(service.image()).isNotNull();
            assertThat(standIns).containsKey(service.image().reference());
            assertThat(standIns.get(service.image().reference())).containsAll(tcpPorts(service));
        });
    }

    @Test
    void names_each_image_once() throws IOException {
        assertThat(lines().map(line -> line.split("=", 2)[0])).doesNotHaveDuplicates();
    }

    private static Set<Integer> tcpPorts(Service service) {
        return Stream.concat(service.ports().stream(), service.expose().stream())
                .filter(port -> "tcp".equals(port.protocol()))
                .map(Port::target)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<Integer>> standIns() throws IOException {
        Map<String, Set<Integer>> standIns = new TreeMap<>();
        lines().map(line -> line.split("=", 2))
                .forEach(line -> standIns.put(
                        line[0],
                        Arrays.stream(line[1].split(",")).map(Integer::valueOf).collect(Collectors.toSet())));
        return standIns;
    }

    private static Stream<String> lines() throws IOException {
        return Files.readAllLines(LIST).stream().filter(line -> !line.isBlank() && !line.startsWith("#"));
    }
}
