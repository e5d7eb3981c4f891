package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.jenkins.plugins.environments.model.DnsLabel;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels that say whose an object is. They are the same for every deploy of an environment: a release's number or a
 * time in them would restart every pod.
 */
final class Metadata {

    private static final String APP = "app.kubernetes.io/";

    private final String namespace;
    private final Map<String, String> labels;
    private final Map<String, Map<String, String>> ofServices = new HashMap<>();

    Metadata(Desired desired, String namespace) {
        this.namespace = namespace;
        String project = DnsLabel.of(desired.change().project(), 63);
        Map<String, String> all = new TreeMap<>();
        all.put(Labels.OWNER, desired.owner());
        all.put(Labels.ENVIRONMENT, desired.id().value());
        all.put(Labels.PROJECT, project);
        all.put(Labels.STAGE, desired.stage());
        if (desired.lifetime() == Lifetime.PER_CHANGE) {
            all.put(Labels.CHANGE, desired.change().key());
        }
        all.put(APP + "managed-by", Labels.MANAGER);
        all.put(APP + "instance", desired.id().value());
        all.put(APP + "part-of", project);
        labels = Collections.unmodifiableMap(all);
    }

    String namespace() {
        return namespace;
    }

    /** On every object. They all have this one map, which nobody can change. */
    Map<String, String> labels() {
        return labels;
    }

    /** On every object and pod of a service, which have this one map, too. */
    Map<String, String> labels(String service) {
        return ofServices.computeIfAbsent(service, name -> {
            Map<String, String> all = new TreeMap<>(labels);
            all.putAll(selector(name));
            all.put(APP + "name", name);
            return Collections.unmodifiableMap(all);
        });
    }

    /** On every object and pod of a unit of manifests: only what is ours, as they have labels of their own. */
    Map<String, String> marks(String unit) {
        Map<String, String> marks = new TreeMap<>(labels);
        marks.keySet().removeIf(label -> label.startsWith(APP));
        marks.putAll(selector(unit));
        return marks;
    }

    /** What finds a service's pods in the namespace. */
    static Map<String, String> selector(String service) {
        return Map.of(Labels.SERVICE, service);
    }

    /** Of an object that belongs to no single service. */
    ObjectMeta of(String name) {
        return meta(name, labels());
    }

    /** Of an object of a service. */
    ObjectMeta of(String name, String service) {
        return meta(name, labels(service));
    }

    private ObjectMeta meta(String name, Map<String, String> labels) {
        ObjectMeta meta = new ObjectMeta();
        meta.setName(name);
        meta.setNamespace(namespace);
        meta.setLabels(labels);
        return meta;
    }
}
