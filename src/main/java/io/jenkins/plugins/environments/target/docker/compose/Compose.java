package io.jenkins.plugins.environments.target.docker.compose;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import io.jenkins.plugins.environments.target.docker.compose.Programs.Command;
import io.jenkins.plugins.environments.target.docker.compose.Programs.Result;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Docker Compose: v2, the plugin of the Docker client, or else 1.29, a program of its own. The file goes through
 * standard input, sensitive values by the environment of the process.
 */
public final class Compose {

    private static final Logger LOG = LoggerFactory.getLogger(Compose.class);
    private static final Duration QUICK = Duration.ofSeconds(60);
    private static final int WORTH_READING = 12;
    private static final int SHORTEST_SECRET = 4;
    private static final List<String> PASSING = List.of(
            "connection refused",
            "connection reset",
            "i/o timeout",
            "tls handshake timeout",
            "toomanyrequests",
            "temporary failure",
            "unexpected eof",
            "cannot connect to the docker daemon",
            "service unavailable");

    private final Programs programs;
    private final EngineConnection connection;
    /** Where Compose was looked for; places come and go. */
    private final Map<Programs, Found> known = Collections.synchronizedMap(new WeakHashMap<>());

    /** @param version as the program tells it */
    private record Found(List<String> command, boolean second, String version) {}

    public Compose(Programs programs, EngineConnection connection) {
        this.programs = programs;
        this.connection = connection;
    }

    /** Which Compose it is, e.g. {@code docker compose 2.40.3}. */
    public String version() {
        return version(programs);
    }

    /** The same, of the one that works for this environment. */
    public String version(String project) {
        return version(programs.of(project));
    }

    private String version(Programs place) {
        Found found = program(place);
        return String.join(" ", found.command()) + " " + found.version();
    }

    /**
     * Makes containers and what they need, and starts none.
     *
     * @param values of the file's variables
     * @param scale service to number of containers; empty: as the file says, and what differs from it is made anew;
     *     else what is there stays as it is, and what lacks is added
     */
    public void create(
            String project,
            ComposeFile file,
            Map<String, String> values,
            Collection<String> services,
            Map<String, Integer> scale,
            Duration timeout) {
        List<String> arguments = new ArrayList<>(List.of("up", "--no-start", "--no-deps", "--no-build"));
        if (!scale.isEmpty()) {
            arguments.add("--no-recreate");
            scale.forEach((service, count) -> arguments.addAll(List.of("--scale", service + "=" + count)));
        }
        arguments.addAll(services);
        run(project, file, values, arguments, false, timeout, "make " + named(file, services));
    }

    /** With their images: of one that can't be had the engine may say no more than that its registry does not answer. */
    private static String named(ComposeFile file, Collection<String> services) {
        return services.stream()
                .map(service -> {
                    ComposeFile.ComposedService composed = file.services().get(service);
                    return composed == null ? service : service + " of " + composed.image();
                })
                .collect(Collectors.joining(", "));
    }

    /** Builds images from the project's folder. */
    public void build(
            String project,
            ComposeFile file,
            Map<String, String> values,
            Collection<String> services,
            Duration timeout) {
        List<String> arguments = new ArrayList<>(List.of("build"));
        arguments.addAll(services);
        run(project, file, values, arguments, true, timeout, "build " + String.join(", ", services));
    }

    private void run(
            String project,
            ComposeFile file,
            Map<String, String> values,
            List<String> what,
            boolean inProject,
            Duration timeout,
            String words) {
        Programs place = programs.of(project);
        Found here = program(place);
        List<String> arguments = new ArrayList<>(here.command());
        arguments.addAll(List.of("--ansi", "never", "--project-name", project));
        if (here.second()) {
            // The stack is resolved: no .env of the folder may get into it. The old one insists on a real file here.
            arguments.addAll(List.of("--env-file", "/dev/null"));
        }
        arguments.addAll(List.of("--file", "-"));
        arguments.addAll(what);
        Result result = result(
                place, arguments, values, here.second() ? file.print() : file.printWithoutName(), inProject, timeout);
        LOG.debug("{} ended with {}", what, result.status());
        if (result.status() != 0) {
            throw failed(words, project, masked(result.output(), values.values()));
        }
    }

    private Result result(
            Programs place,
            List<String> arguments,
            Map<String, String> values,
            String input,
            boolean inProject,
            Duration timeout) {
        Map<String, String> environment = new HashMap<>(values);
        Map<String, String> files = new LinkedHashMap<>();
        environment.put("DOCKER_HOST", connection.uri().toString());
        var tls = connection.tls();
        if (tls != null) {
            environment.put("DOCKER_TLS_VERIFY", "1");
            put(files, "ca.pem", tls.ca());
            put(files, "cert.pem", tls.certificate());
            put(files, "key.pem", tls.key());
        }
        try {
            return place.run(new Command(arguments, environment, files, "DOCKER_CERT_PATH", input, inProject, timeout));
        } catch (IOException e) {
            throw new TargetException(
                    Kind.TRANSIENT,
                    Failure.of(
                            "Docker Compose could not be run",
                            String.valueOf(e.getMessage()),
                            "see that the agent is connected and has docker compose; it is tried again"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetException(
                    Kind.TRANSIENT,
                    Failure.of("Docker Compose was stopped", "the program that runs it ends", "it is tried again"),
                    e);
        }
    }

    private static void put(Map<String, String> files, String name, @CheckForNull String content) {
        if (content != null) {
            files.put(name, content);
        }
    }

    private Found program(Programs place) {
        Found found = known.get(place);
        if (found == null) {
            found = look(place);
            known.put(place, found);
        }
        return found;
    }

    private static Found look(Programs place) {
        List<String> tried = new ArrayList<>();
        for (List<String> command : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
            List<String> arguments = new ArrayList<>(command);
            arguments.addAll(List.of("version", "--short"));
            try {
                Result result = place.run(new Command(arguments, Map.of(), Map.of(), "", "", false, QUICK));
                String version = result.output().strip().replaceFirst("^v", "");
                if (result.status() == 0 && !version.isEmpty()) {
                    LOG.info("Docker Compose is {} {}", String.join(" ", command), version);
                    return new Found(command, !version.startsWith("1."), version);
                }
                tried.add(String.join(" ", arguments) + ": "
                        + result.output().lines().findFirst().orElse("no answer"));
            } catch (IOException e) {
                tried.add(String.join(" ", arguments) + ": " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                tried.add("stopped");
            }
        }
        throw new TargetException(
                Kind.TRANSIENT,
                new Failure(
                        "Docker Compose was not found",
                        null,
                        String.join("; ", tried),
                        "install the Compose plugin of the Docker client, or docker-compose 1.29, where the build runs",
                        List.of()));
    }

    /** By the engine's own words, as far as Compose passes them on. */
    private static TargetException failed(String words, String project, String output) {
        List<String> lines = output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        String why = lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("error"))
                .reduce((first, last) -> last)
                .or(() -> lines.stream().reduce((first, last) -> last))
                .orElse("it did not say why")
                .replaceFirst("^(Error response from daemon: |ERROR: )+", "");
        boolean passing = PASSING.stream().anyMatch(why.toLowerCase(Locale.ROOT)::contains);
        boolean image = why.matches("(?is).*(pull|manifest|image|repository|registry).*");
        return new TargetException(
                passing ? Kind.TRANSIENT : Kind.PERMANENT,
                new Failure(
                        "Docker Compose could not " + words,
                        "environment " + project,
                        why,
                        image
                                ? "check the image's name and tag, and that the engine may pull it"
                                : "correct what the message names",
                        lines.subList(Math.max(0, lines.size() - WORTH_READING), lines.size())));
    }

    /** Compose prints no values of its own accord; a program that it builds with might. */
    private static String masked(String output, Collection<String> values) {
        String result = output;
        for (String value : values) {
            if (value.length() >= SHORTEST_SECRET) {
                result = result.replace(value, "****");
            }
        }
        return result;
    }
}
