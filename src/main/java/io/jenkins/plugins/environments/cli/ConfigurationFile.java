package io.jenkins.plugins.environments.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.ByteSizes;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The YAML that Configuration as Code reads, read from a file for the terminal. */
final class ConfigurationFile {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ConfigurationFile() {}

    /**
     * @param kubernetes id to settings of each cluster, in the order of the file
     * @param engines id to settings of each Docker engine, in the order of the file
     */
    record Configuration(
            Map<String, KubernetesSettings> kubernetes, Map<String, EngineEntry> engines, List<Stage> stages) {}

    /** @param uri how it is reached; null: the command says */
    record EngineEntry(@CheckForNull String uri, DockerSettings settings) {
        static final EngineEntry DEFAULT = new EngineEntry(null, DockerSettings.DEFAULT);
    }

    /**
     * Reads a configuration.
     *
     * @throws InvalidInputException when it can't be read; names the place
     */
    static Configuration read(Path file) {
        Root root;
        try {
            root = YAML.readValue(Files.readString(file), Root.class);
        } catch (NoSuchFileException e) {
            throw invalid(Position.of(file.toString()), "there is no such file", "give the path of the configuration");
        } catch (JacksonException e) {
            throw invalid(
                    position(file, e.getLocation()), message(e), "see the configuration's reference in the README");
        } catch (IOException e) {
            throw invalid(Position.of(file.toString()), "can't be read: " + e.getMessage(), "check its permissions");
        }
        if (root == null || root.unclassified() == null || root.unclassified().environments() == null) {
            throw invalid(
                    Position.of(file.toString()),
                    "unclassified.environments is not there",
                    "begin the file with unclassified: environments: targets and stages");
        }
        return root.unclassified().environments().configuration(Position.of(file.toString()));
    }

    private static Position position(Path file, @CheckForNull JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? Position.of(file.toString())
                : new Position(file.toString(), location.getLineNr(), Math.max(1, location.getColumnNr()));
    }

    /** In the words of the file, not of the library: no class names. */
    private static String message(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "there is no \"" + unknown.getPropertyName() + "\" here, only " + unknown.getKnownPropertyIds();
        }
        if (e instanceof InvalidFormatException format) {
            Class<?> type = format.getTargetType();
            return "\"" + format.getValue() + "\" is "
                    + (type.isEnum() ? "none of " + List.of(type.getEnumConstants()) : "no " + kind(type));
        }
        if (e instanceof MismatchedInputException mismatch
                && mismatch.getTargetType() != null
                && !e.getOriginalMessage().startsWith("Missing required")) {
            return "expected " + kind(mismatch.getTargetType());
        }
        return e.getOriginalMessage()
                .lines()
                .findFirst()
                .orElse("can't be read")
                .replaceAll(" \\(.*\\)$", "");
    }

    private static String kind(Class<?> type) {
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "a map";
        }
        return type == String.class ? "a text" : type == boolean.class ? "true or false" : "a number";
    }

    private static InvalidInputException invalid(Position position, String what, String remedy) {
        return new InvalidInputException(new Problem(position, what, remedy));
    }

    private record Root(Unclassified unclassified) {}

    private record Unclassified(Environments environments) {}

    private record Environments(@CheckForNull List<TargetEntry> targets, @CheckForNull List<StageEntry> stages) {

        Configuration configuration(Position position) {
            Map<String, KubernetesSettings> kubernetes = new LinkedHashMap<>();
            Map<String, EngineEntry> engines = new LinkedHashMap<>();
            for (TargetEntry target : orEmpty(targets)) {
                var entry = target.kubernetes();
                if (entry != null) {
                    kubernetes.put(entry.id(), entry.settings());
                }
                var engine = target.docker();
                if (engine != null) {
                    engines.put(engine.id(), engine.entry());
                }
            }
            return new Configuration(
                    kubernetes,
                    engines,
                    orEmpty(stages).stream().map(stage -> stage.stage(position)).toList());
        }
    }

    private record TargetEntry(@CheckForNull KubernetesEntry kubernetes, @CheckForNull DockerEntry docker) {}

    /** The connection's fields are Jenkins'; here it comes from {@code --kubeconfig}. */
    private record KubernetesEntry(
            @JsonProperty(required = true) String id,
            String serverUrl,
            String caCertificate,
            String credentialsId,
            String namespacePrefix,
            Exposure exposure,
            String ingressClass,
            String tlsSecret,
            String tlsIssuer,
            String storageClass,
            String edgeNamespace,
            String clusterScoped) {

        KubernetesSettings settings() {
            KubernetesSettings defaults = KubernetesSettings.DEFAULT;
            return new KubernetesSettings(
                    namespacePrefix == null ? defaults.namespacePrefix() : namespacePrefix,
                    exposure == null ? defaults.exposure() : exposure,
                    emptyToNull(ingressClass),
                    emptyToNull(tlsSecret),
                    emptyToNull(tlsIssuer),
                    emptyToNull(storageClass),
                    emptyToNull(edgeNamespace),
                    KubernetesSettings.kinds(clusterScoped));
        }
    }

    /** Credentials and agents are Jenkins'; here certificates come from {@code DOCKER_CERT_PATH}. */
    private record DockerEntry(
            @JsonProperty(required = true) String id,
            String uri,
            String credentialsId,
            String edgeNetwork,
            String entryPoint,
            String secureEntryPoint,
            String certificateResolver,
            boolean loopbackPorts,
            String agentLabel) {

        EngineEntry entry() {
            DockerSettings defaults = DockerSettings.DEFAULT;
            return new EngineEntry(
                    emptyToNull(uri),
                    new DockerSettings(
                            or(edgeNetwork, defaults.edgeNetwork()),
                            or(entryPoint, defaults.entryPoint()),
                            or(secureEntryPoint, defaults.secureEntryPoint()),
                            emptyToNull(certificateResolver),
                            loopbackPorts));
        }

        private static String or(@CheckForNull String text, String otherwise) {
            return text == null || text.isBlank() ? otherwise : text;
        }
    }

    private record QuotaEntry(BigDecimal cpu, String memory, Integer environments) {}

    private record BackupEntry(String every, Integer keep) {}

    private record StageEntry(
            @JsonProperty(required = true) String name,
            String branch,
            String jobs,
            @JsonProperty(required = true) String target,
            Lifetime lifetime,
            Map<String, String> variables,
            Map<String, String> secrets,
            List<String> envFileCredentialsIds,
            QuotaEntry quota,
            String expireAfter,
            int keepNewest,
            String domain,
            String linkPattern,
            Map<String, String> links,
            boolean tls,
            @JsonProperty("protected") boolean isProtected,
            boolean development,
            boolean changeOverride,
            boolean forks,
            String soak,
            BackupEntry backup,
            Stage.HoldRule whileHeld) {

        Stage stage(Position position) {
            return new Stage(
                    name,
                    emptyToNull(branch),
                    emptyToNull(jobs),
                    target,
                    lifetime == null ? Lifetime.PER_CHANGE : lifetime,
                    orEmpty(variables),
                    orEmpty(secrets),
                    orEmpty(envFileCredentialsIds),
                    quota == null
                            ? null
                            : new Stage.Quota(
                                    quota.cpu(),
                                    quota.memory() == null ? null : ByteSizes.parse(quota.memory(), position),
                                    quota.environments()),
                    new Stage.Retention(
                            expireAfter == null ? null : Durations.parse(expireAfter, position), keepNewest),
                    new Stage.LinkRules(
                            domain == null ? name + ".localhost" : domain,
                            linkPattern == null ? Stage.LinkRules.DEFAULT_PATTERN : linkPattern,
                            orEmpty(links),
                            tls),
                    isProtected,
                    development,
                    changeOverride,
                    soak == null ? Duration.ZERO : Durations.parse(soak, position),
                    backup == null
                            ? null
                            : new Stage.Backup(
                                    Durations.parse(backup.every(), position),
                                    backup.keep() == null ? 1 : backup.keep()),
                    whileHeld == null ? Stage.HoldRule.REFUSE : whileHeld,
                    forks);
        }
    }

    @CheckForNull
    private static String emptyToNull(@CheckForNull String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static <T> List<T> orEmpty(@CheckForNull List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <K, V> Map<K, V> orEmpty(@CheckForNull Map<K, V> map) {
        return map == null ? Map.of() : map;
    }
}
