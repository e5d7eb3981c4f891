package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Content;
import io.jenkins.plugins.environments.model.stack.Network;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.StackFile;
import io.jenkins.plugins.environments.model.stack.Volume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the stack of a file in long form: services, and of the rest what services use. */
final class StackAssembler {

    /** What labels of volumes begin with that say something to a target. */
    private static final String OWN_LABELS = "environments.jenkins.io/";

    private final ProjectFiles files;
    private final Map<String, Variable> variables;
    private final Values values;
    private final Problems problems;

    StackAssembler(ProjectFiles files, Map<String, Variable> variables, Values values, Problems problems) {
        this.files = files;
        this.variables = variables;
        this.values = values;
        this.problems = problems;
    }

    /**
     * @param document in long form, with the services of active profiles only
     * @param used what services name
     * @param services reads them
     */
    Stack assemble(String name, Fields document, References used, ServiceReader services) {
        Map<String, Service> read = new LinkedHashMap<>();
        document.entries("services").forEach((key, service) -> read.put(key, services.read(key, service)));
        Map<String, Volume> volumes = new LinkedHashMap<>();
        Map<String, Network> networks = new LinkedHashMap<>();
        Map<String, Fields> definedVolumes = document.entries("volumes");
        used.volumes().forEach((key, at) -> {
            Fields volume = definedVolumes.get(key);
            volumes.put(key, volume(key, volume == null ? empty(at) : volume));
        });
        Map<String, Fields> definedNetworks = document.entries("networks");
        used.networks().forEach((key, at) -> {
            Fields network = definedNetworks.get(key);
            networks.put(key, network(key, network == null ? empty(at) : network));
        });
        return new Stack(
                name,
                read,
                volumes,
                networks,
                stackFiles(document, "configs", used.configs()),
                stackFiles(document, "secrets", used.secrets()));
    }

    private Fields empty(Position at) {
        return new Fields(Tree.emptyTable(at), values);
    }

    private Volume volume(String key, Fields volume) {
        Map<String, String> options = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        volume.pairs("driver_opts")
                .forEach((name, text) -> options.put(name, values.open(text, "the options of a volume")));
        volume.pairs("labels").forEach((name, text) -> {
            labels.put(name, values.open(text, "the labels of a volume"));
            if (!name.startsWith(OWN_LABELS)) {
                problems.warn(
                        text.position(),
                        "the label \"" + name + "\" of the volume \"" + key + "\" has no effect in an environment",
                        ComposeSchema.LEAVE);
            }
        });
        String driver = volume.text("driver");
        if (driver != null && !driver.isEmpty() && !driver.equals("local")) {
            problems.error(
                    volume.at("driver"),
                    "volumes of the driver \"" + driver + "\" can't be made",
                    "use the driver local, or an external volume");
        }
        if (options.getOrDefault("o", "").contains("bind")
                || options.getOrDefault("device", "").startsWith("/")) {
            problems.error(
                    volume.at("driver_opts"),
                    "a volume over a folder of the machine can't be made",
                    "take driver_opts out: the target chooses where data lies");
        }
        name("volume", key, volume);
        return new Volume(key, external(key, volume), options, labels, volume.position());
    }

    private Network network(String key, Fields network) {
        String driver = network.text("driver");
        if (driver != null && !driver.isEmpty() && !driver.equals("bridge") && !driver.equals("overlay")) {
            problems.warn(
                    network.at("driver"),
                    "the network driver \"" + driver + "\" has no effect in an environment",
                    "use bridge, or leave it out");
        }
        name("network", key, network);
        return new Network(key, network.flag("internal"), external(key, network), network.position());
    }

    /** With the name that Compose would give it, two environments would share it. */
    private void name(String kind, String key, Fields resource) {
        String name = resource.text("name");
        if (name != null && !resource.flag("external")) {
            problems.warn(
                    resource.at("name"),
                    "the " + kind + " \"" + key + "\" is not called \"" + name
                            + "\" here: each environment has one of its own",
                    "take the name out, or leave it for Compose");
        }
    }

    @CheckForNull
    private static String external(String key, Fields resource) {
        if (!resource.flag("external")) {
            return null;
        }
        String name = resource.text("name");
        return name == null ? key : name;
    }

    private Map<String, StackFile> stackFiles(Fields document, String kind, Map<String, Position> used) {
        Map<String, StackFile> result = new LinkedHashMap<>();
        Map<String, Fields> defined = document.entries(kind);
        used.forEach((key, at) -> {
            Fields file = defined.get(key);
            if (file != null) {
                String external = external(key, file);
                Content content = external == null ? content(key, file, kind.equals("secrets")) : null;
                result.put(key, new StackFile(key, content, external, file.position()));
            }
        });
        return result;
    }

    @CheckForNull
    private Content content(String key, Fields file, boolean secret) {
        String place = (secret ? "secret/" : "config/") + key;
        Tree.Text source = file.scalar("content");
        if (source != null) {
            return values.content(source.text().getBytes(StandardCharsets.UTF_8), place, source, secret);
        }
        Tree.Text path = file.scalar("file");
        if (path != null) {
            Path real = files.find(values.open(path, "\"file\""), path.position());
            byte[] bytes = real == null
                    ? null
                    : files.bytes(
                            real,
                            path.text(),
                            path.position(),
                            BindReader.MOST_BYTES,
                            "a config or secret has at most 900 KiB");
            return bytes == null ? null : values.content(bytes, place, path, secret);
        }
        Tree.Text value = file.scalar(Loader.VALUE);
        if (value != null) {
            return values.content(value.text().getBytes(StandardCharsets.UTF_8), place, value, secret);
        }
        Tree.Text variable = file.scalar("environment");
        if (variable == null || variable.tainted()) {
            return null;
        }
        Variable found = variables.get(values.open(variable, "\"environment\""));
        if (found == null) {
            problems.error(
                    variable.position(),
                    "the variable " + variable.text() + " is needed for \"" + key + "\" and is not set",
                    Nearest.remedy(
                            variable.text(),
                            variables.keySet(),
                            "set it in .env, in an env file of the stage, or as a credential"));
            return null;
        }
        Tree.Text text = variable.interpolated(found.text(), java.util.List.of(found));
        return values.content(found.text().getBytes(StandardCharsets.UTF_8), place, text, secret);
    }
}
