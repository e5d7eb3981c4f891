package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.jenkins.plugins.environments.model.DnsLabel;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels that say whose an object is. They are the same for every deploy of an environment: a release's number or a
 * time in them would restart every pod.
 */
final class Metadata {

    private static final String APP = "app.kubernetes.io/";

    private final String namespace;
    private final Map<String, String> labels = new TreeMap<>();

    Metadata(Desired desired, String namespace) {
        this.namespace = namespace;
        String project = DnsLabel.of(desired.change().project(), 63);
        labels.put(Labels.OWNER, desired.owner());
        labels.put(Labels.ENVIRONMENT, desired.id().value());
        labels.put(Labels.PROJECT, project);
        labels.put(Labels.STAGE, desired.stage());
        if (desired.lifetime() == Lifetime.PER_CHANGE) {
            labels.put(Labels.CHANGE, desired.change().key());
        }
        labels.put(APP + "managed-by", Labels.MANAGER);
        labels.put(APP + "instance", desired.id().value());
        labels.put(APP + "part-of", project);
    }

    String namespace() {
        return namespace;
    }

    /** On every object. */
    Map<String, String> labels() {
        return new TreeMap<>(labels);
    }

    /** On every object and pod of a service. */
    Map<String, String> labels(String service) {
        Map<String, String> all = labels();
        all.putAll(selector(service));
        all.put(APP + "name", service);
        return all;
    }

    /** On every object and pod of a unit of manifests: only what is ours, as they have labels of their own. */
    Map<String, String> marks(String unit) {
        Map<String, String> marks = labels();
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
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .build();
    }
}
