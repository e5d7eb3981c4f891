package io.jenkins.plugins.environments.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The terminal with an embedded Kubernetes API in a folder of its own: what a person types, and what is shown. */
final class EmbeddedTerminal implements AutoCloseable {

    private final Path folder;
    private final EmbeddedKubernetes kubernetes;
    private final KubernetesClient client;
    private String output = "";
    private String log = "";

    EmbeddedTerminal(Path folder) throws IOException {
        this.folder = folder;
        this.kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(10));
        file("kubeconfig", kubernetes.kubeconfig());
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
                .build();
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    Path file(String name, String content) {
        try {
            return Files.writeString(path(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To do by hand what the terminal does not know of. */
    KubernetesClient client() {
        return client;
    }

    /** How many objects there are. */
    int objects() {
        return kubernetes.objects();
    }

    /** @return the exit status */
    int run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--home",
                path("home").toString(),
                "--kubeconfig",
                path("kubeconfig").toString()));
        int status = command.execute(all.toArray(String[]::new));
        output = out.toString();
        log = err.toString();
        return status;
    }

    /** Standard output of the last command. */
    String output() {
        return output;
    }

    /** Standard error of the last command. */
    String log() {
        return log;
    }

    /** All that was kept, every file of the home one after the other. */
    String kept() {
        try (Stream<Path> files = Files.walk(path("home"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        kubernetes.close();
    }
}
