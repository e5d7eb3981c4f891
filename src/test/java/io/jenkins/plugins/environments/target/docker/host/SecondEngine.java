package io.jenkins.plugins.environments.target.docker.host;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine beside the one that {@code DOCKER_HOST} names, which a test may stop, freeze and take the data of. It is the
 * second one of {@code .ci/engine}, whose cache it shares.
 */
final class SecondEngine implements AutoCloseable {

    private static final Path SCRIPTS = Path.of(".ci", "engine").toAbsolutePath();
    private static final Pattern EXPORT = Pattern.compile("export (\\w+)=(.*)");

    private final Map<String, String> variables;

    private SecondEngine(Map<String, String> variables) {
        this.variables = variables;
    }

    /** A new one with the stand-in image; the test is skipped where nobody may start one. */
    static SecondEngine up() {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "dockerd"))),
                "there is no dockerd here to start a second engine with");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can start a second engine");
        script("down");
        return new SecondEngine(variables(script("up", RealEngine.IMAGE)));
    }

    private static Map<String, String> variables(List<String> lines) {
        Map<String, String> variables = new TreeMap<>();
        for (String line : lines) {
            Matcher export = EXPORT.matcher(line);
            if (export.matches()) {
                variables.put(export.group(1), export.group(2));
            }
        }
        return variables;
    }

    /** By its socket on this machine. */
    EngineConnection socket() {
        return EngineConnection.of(variables.get("DOCKER_HOST"), null, "the second engine");
    }

    /** By TLS, as one of another machine. */
    EngineConnection tls() {
        return EngineConnection.withCertificates(
                variables.get("ENGINE_TLS_HOST"), Path.of(variables.get("ENGINE_CERTS")), "the second engine");
    }

    URI edge() {
        return URI.create(variables.get("ENGINE_EDGE"));
    }

    /** Its daemon ends, and with it every container. */
    void stop() {
        script("daemon", "stop");
    }

    /** It runs again, on the data that it has, at the same addresses. */
    void start() {
        script("daemon", "start");
    }

    /** It takes connections and answers nothing. */
    void freeze() {
        script("daemon", "freeze");
    }

    void thaw() {
        script("daemon", "thaw");
    }

    /** It is installed anew: at the same addresses, and with nothing but the stand-in image and an edge. */
    void reinstall() {
        script("daemon", "wipe");
        script("daemon", "start");
        script("up", RealEngine.IMAGE);
    }

    @Override
    public void close() {
        script("down");
    }

    /** What it wrote to standard output. */
    private static List<String> script(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(name).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("ENGINE_INSTANCE", "2");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " ended with " + process.exitValue());
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
