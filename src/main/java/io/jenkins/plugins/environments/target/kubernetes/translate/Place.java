package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The namespace of an environment. */
final class Place {

    private static final int MAX_LENGTH = 63;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final String POD_SECURITY = "pod-security.kubernetes.io/";

    private Place() {}

    /**
     * The namespace: what it is in labels, in full in annotations. Pods must keep the level {@code baseline} (what a
     * Compose file may ask for without touching the node); what {@code restricted} would refuse is told, not refused,
     * since most public images run as root.
     */
    static Namespace namespace(Context context) {
        Desired desired = context.desired();
        String name = context.metadata().namespace();
        if (name.length() > MAX_LENGTH || !LABEL.matcher(name).matches()) {
            context.findings()
                    .error(
                            null,
                            "\"" + name + "\" can't be a namespace",
                            "give the target a namespacePrefix of lower-case letters, digits and dashes, so short that"
                                    + " all of it has at most " + MAX_LENGTH + " characters");
        }
        label(context, "owner", desired.owner());
        label(context, "stage", desired.stage());
        Map<String, String> labels = new TreeMap<>(context.metadata().labels());
        labels.put(POD_SECURITY + "enforce", "baseline");
        labels.put(POD_SECURITY + "audit", "restricted");
        labels.put(POD_SECURITY + "warn", "restricted");
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .withAnnotations(annotations(desired.change()))
                .endMetadata()
                .build();
    }

    private static Map<String, String> annotations(Change change) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(Labels.PROJECT, change.project());
        if (change.branch() != null) {
            annotations.put(Labels.BRANCH, change.branch());
        }
        if (change.commit() != null) {
            annotations.put(Labels.COMMIT, change.commit());
        }
        return annotations;
    }

    private static void label(Context context, String what, String value) {
        if (!Names.isLabelValue(value)) {
            context.findings()
                    .error(
                            null,
                            "the " + what + " \"" + value + "\" can't be the value of a label",
                            "use letters, digits, dashes, dots and underscores, at most " + MAX_LENGTH
                                    + " characters, with a letter or digit at both ends");
        }
    }
}
