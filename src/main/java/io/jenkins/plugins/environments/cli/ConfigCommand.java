package io.jenkins.plugins.environments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Manifest;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.ManifestReading;
import io.jenkins.plugins.environments.stack.Sensitivity;
import io.jenkins.plugins.environments.stack.StackReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the resolved stack, as {@code docker compose config --format json} does, and ready manifests beside it. */
@Command(
        name = "config",
        description =
                "Prints the resolved stack in the form of docker compose config --format json, and manifests beside"
                        + " it, under x-manifests, without the values of Secrets.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

    /** Nothing of a digest is printed here, so any key does. */
    private static final byte[] NO_KEY = {0};

    /** Compose takes a key like this for anybody's own. */
    private static final String MANIFESTS = "x-manifests";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private StackOptions stack;

    @Mixin
    private TargetOptions target;

    @Mixin
    private ChangeOptions change;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        KeyedDigest digest = new KeyedDigest(NO_KEY);
        Stage stage = target.stage(target.configuration(), change.stage);
        ManifestReading ready = stack.manifests(digest, stage);
        Map<String, Object> resolved = new LinkedHashMap<>();
        if (ready != null && stack.files.isEmpty()) {
            resolved.put("name", stack.manifestsName());
        } else {
            resolved.putAll(new StackReader(digest).config(stack.request(stage)));
        }
        if (ready != null) {
            ready.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
            resolved.put(
                    MANIFESTS,
                    ready.manifests().stream().map(ConfigCommand::document).toList());
        }
        if (output.form == Output.Form.text) {
            output.form = Output.Form.yaml;
        }
        output.print(spec.commandLine().getOut(), resolved, "");
        return 0;
    }

    /** The object as it was read, but for the values of a Secret. */
    private static Map<String, Object> document(Manifest manifest) {
        try {
            Map<String, Object> document = JSON.readValue(manifest.json(), new TypeReference<>() {});
            if (!manifest.secret().isEmpty()) {
                Map<String, Object> values = new LinkedHashMap<>();
                manifest.secret().keySet().forEach(key -> values.put(key, Sensitivity.MASK));
                document.put("stringData", values);
            }
            return document;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the reader of manifests writes JSON", e);
        }
    }
}
