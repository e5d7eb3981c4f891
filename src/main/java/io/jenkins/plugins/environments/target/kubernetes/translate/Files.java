package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.jenkins.plugins.environments.model.DnsLabel;
import io.jenkins.plugins.environments.model.stack.Content;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Service.FileGrant;
import io.jenkins.plugins.environments.model.stack.StackFile;
import io.jenkins.plugins.environments.model.stack.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Files that a service gets: binds of the project's files, configs and secrets. As volumes of its pod. */
final class Files {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-][-._A-Za-z0-9]{0,252}");
    private static final int READABLE = 0444;
    private static final int RUNNABLE = 0555;
    /** The one key of configs and secrets. */
    private static final String CONTENT = "content";

    private final Context context;
    private final Configuration configuration;

    Files(Context context, Configuration configuration) {
        this.context = context;
        this.configuration = configuration;
    }

    /** The volume with the files of a bind, each under its relative path. */
    Volume bind(String volumeName, Service service, Mount.Bind bind) {
        Map<String, String> data = new TreeMap<>();
        Map<String, String> binary = new TreeMap<>();
        Map<String, Value.Sensitive> sensitive = new TreeMap<>();
        List<KeyToPath> plainItems = new ArrayList<>();
        List<KeyToPath> sensitiveItems = new ArrayList<>();
        for (Mount.BoundFile file : bind.files()) {
            String key = key(file.path());
            KeyToPath item = item(key, file.path(), file.executable() ? RUNNABLE : READABLE);
            if (file.content().value() instanceof Value.Sensitive secret) {
                sensitive.put(key, secret);
                sensitiveItems.add(item);
            } else if (file.content().value() instanceof Value.Plain plain) {
                (file.content().base64() ? binary : data).put(key, plain.text());
                plainItems.add(item);
            }
        }
        String base = context.name(service) + "-files";
        List<VolumeProjection> sources = new ArrayList<>();
        if (!plainItems.isEmpty()) {
            String name = configuration.configMap(base, service.name(), data, binary, bind.position());
            sources.add(configMap(name, plainItems));
        }
        if (!sensitiveItems.isEmpty()) {
            sources.add(secret(configuration.secret(base, service.name(), sensitive), sensitiveItems));
        }
        return projected(volumeName, sources);
    }

    /** The volume with the one file of a config or secret, named {@link #grantedPath}. */
    Volume granted(String volumeName, FileGrant grant) {
        Map<String, StackFile> files =
                grant.secret() ? context.stack().secrets() : context.stack().configs();
        StackFile file = files.get(grant.source());
        Integer asked = grant.mode();
        int mode = asked == null ? READABLE : asked;
        if (file == null) {
            context.findings()
                    .error(
                            grant.position(),
                            "there is no " + (grant.secret() ? "secret" : "config") + " \"" + grant.source() + "\"",
                            "name one of " + files.keySet());
            return projected(volumeName, List.of());
        }
        Content content = file.content();
        if (content == null) {
            String name = String.valueOf(file.external());
            context.findings()
                    .warn(
                            file.position(),
                            (grant.secret() ? "secret " : "config ") + file.name() + " is external: the "
                                    + (grant.secret() ? "Secret " : "ConfigMap ") + name + " with the key \"" + name
                                    + "\" must be in the namespace "
                                    + context.metadata().namespace() + " already",
                            "make it there before the deploy, or give its content in the stack");
            List<KeyToPath> items = List.of(item(name, CONTENT, mode));
            return projected(volumeName, List.of(grant.secret() ? secret(name, items) : configMap(name, items)));
        }
        List<KeyToPath> items = List.of(item(CONTENT, CONTENT, mode));
        String base = Names.file(file.name()) + (grant.secret() ? "-secret" : "-config");
        if (content.value() instanceof Value.Sensitive sensitive) {
            String name = configuration.secret(base, null, Map.of(CONTENT, sensitive));
            return projected(volumeName, List.of(secret(name, items)));
        }
        Map<String, String> text = Map.of(CONTENT, ((Value.Plain) content.value()).text());
        String name = configuration.configMap(
                base, null, content.base64() ? Map.of() : text, content.base64() ? text : Map.of(), file.position());
        return projected(volumeName, List.of(configMap(name, items)));
    }

    /** Where the file of a grant is in its volume. */
    static String grantedPath() {
        return CONTENT;
    }

    /** A file's key: its path where the API takes it, else a name of its own made from it. */
    static String key(String path) {
        return KEY.matcher(path).matches() ? path : DnsLabel.of(path, 100);
    }

    private static KeyToPath item(String key, String path, int mode) {
        KeyToPath item = new KeyToPath();
        item.setKey(key);
        item.setPath(path);
        item.setMode(mode);
        return item;
    }

    private static VolumeProjection configMap(String name, List<KeyToPath> items) {
        ConfigMapProjection files = new ConfigMapProjection();
        files.setName(name);
        files.setItems(items);
        VolumeProjection projection = new VolumeProjection();
        projection.setConfigMap(files);
        return projection;
    }

    private static VolumeProjection secret(String name, List<KeyToPath> items) {
        SecretProjection files = new SecretProjection();
        files.setName(name);
        files.setItems(items);
        VolumeProjection projection = new VolumeProjection();
        projection.setSecret(files);
        return projection;
    }

    /** One kind of volume for all: a bind may hold plain and sensitive files side by side. */
    private static Volume projected(String name, List<VolumeProjection> sources) {
        ProjectedVolumeSource all = new ProjectedVolumeSource();
        all.setSources(sources);
        Volume volume = new Volume();
        volume.setName(name);
        volume.setProjected(all);
        return volume;
    }
}
