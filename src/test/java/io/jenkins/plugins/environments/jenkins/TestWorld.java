package io.jenkins.plugins.environments.jenkins;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.util.Secret;
import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.KubernetesTargetSettings;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.lifecycle.Surroundings;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/** A cluster in this process, and a Jenkins that is configured to use it. */
public final class TestWorld implements AutoCloseable {

    /** Two services, the second after the first; a variable that is secret. */
    public static final String COMPOSE =
            """
            services:
              web:
                image: nginx:1.25
                ports: ["80:80"]
                depends_on: [db]
                environment:
                  DB_PASSWORD: ${DB_PASSWORD}
                  GREETING: ${GREETING:-hello}
              db:
                image: postgres:16.1-alpine
                environment:
                  POSTGRES_PASSWORD: ${DB_PASSWORD}
            """;

    private static final Surroundings NOTHING_AROUND = new Surroundings() {
        @Override
        public List<Stage> stages() {
            return List.of();
        }

        @Override
        public Set<String> targets() {
            return Set.of();
        }

        @Override
        public KnownChanges changes() {
            throw new UnsupportedOperationException("nobody looks");
        }
    };

    private final EmbeddedKubernetes cluster;

    private TestWorld(EmbeddedKubernetes cluster) {
        this.cluster = cluster;
    }

    /** @param pace how long a pod takes to become ready */
    public static TestWorld start(Duration pace) {
        return new TestWorld(EmbeddedKubernetes.start(pace));
    }

    public String url() {
        return cluster.url();
    }

    /** One target, and the stage {@code staging} on it that any job may use. */
    public void configure() {
        configure(cluster.url(), stage("staging"));
    }

    public static void configure(String url, StageSettings... stages) {
        KubernetesTargetSettings target = new KubernetesTargetSettings("cluster-a");
        target.setServerUrl(url);
        EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();
        configuration.setTargets(List.of(target));
        configuration.setStages(List.of(stages));
    }

    public static StageSettings stage(String name) {
        StageSettings stage = new StageSettings(name, "cluster-a");
        stage.setDomain(name + ".example.com");
        return stage;
    }

    /** Ends the look that Jenkins takes by itself, for tests of what a step does that looks, too: the first to look destroys. */
    public static void withoutUpkeep() {
        Background.get().lifecycle().upkeep().reconcile(NOTHING_AROUND).close();
    }

    /** Adds a secret text to Jenkins' own store. */
    public static void secret(String id, String value) throws IOException {
        add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, null, Secret.fromString(value)));
    }

    /** Adds a secret file to Jenkins' own store. */
    public static void secretFile(String id, String text) throws IOException {
        add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                id,
                null,
                "file",
                SecretBytes.fromRawBytes(text.getBytes(StandardCharsets.UTF_8))));
    }

    public static void add(StandardCredentials credentials) throws IOException {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().add(credentials);
        provider.save();
    }

    /** A Pipeline that writes the Compose file into a workspace and then does something. */
    public static String inWorkspace(String compose, String script) {
        return "node {\n  writeFile file: 'docker-compose.yml', text: '''" + compose + "'''\n  " + script + "\n}\n";
    }

    /** What the API answers to a GET, as text. */
    public String get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(cluster.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** As somebody by hand: what the API has at that path goes. */
    public void delete(String path) throws IOException, InterruptedException {
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(cluster.url() + path))
                                .DELETE()
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    /** How many objects there are. */
    public int objects() {
        return cluster.objects();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
