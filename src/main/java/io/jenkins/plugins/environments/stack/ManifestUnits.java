package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.DnsLabel;
import io.jenkins.plugins.environments.model.stack.Manifest;
import io.jenkins.plugins.environments.model.stack.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes units of objects: those of one name and wave belong together, as the Deployment, Service and ConfigMap of a
 * thing do. Where objects of one name are in several waves, what runs keeps the name.
 */
final class ManifestUnits {

    private static final String PREFIX = "environments.jenkins.io/";
    /** Annotation: a whole number; lower ones are applied first and waited for. */
    static final String WAVE = PREFIX + "wave";
    /** Annotation of Services: {@code "true"}, or the name in host names. */
    static final String LINK = PREFIX + "link";
    /** Annotation of Services: number or name of the port that the link leads to. */
    static final String LINK_PORT = PREFIX + "link-port";
    /** The same as {@link #WAVE} for manifests that Argo CD deploys, too. */
    private static final String ARGO_WAVE = "argocd.argoproj.io/sync-wave";

    /** What other objects are made of is there before all that names no wave. */
    private static final int DEFINITIONS = -1_000_000;

    private static final int MOST = 999_999;
    private static final int LONGEST = 50;
    private static final List<String> ANNOTATIONS = List.of(WAVE, LINK, LINK_PORT);

    private final Problems problems;

    ManifestUnits(Problems problems) {
        this.problems = problems;
    }

    private record Place(String name, int wave) {}

    List<Manifest> manifests(List<ManifestObject> objects, SecretReader secrets) {
        Map<Place, List<ManifestObject>> groups = new LinkedHashMap<>();
        for (ManifestObject object : objects) {
            groups.computeIfAbsent(new Place(object.name(), wave(object)), place -> new ArrayList<>())
                    .add(object);
        }
        Map<Place, String> names = names(groups);
        List<Manifest> manifests = new ArrayList<>();
        groups.forEach((place, members) ->
                members.forEach(object -> manifests.add(manifest(object, names.get(place), place.wave(), secrets))));
        return manifests;
    }

    private static Map<Place, String> names(Map<Place, List<ManifestObject>> groups) {
        Map<String, Place> first = new HashMap<>();
        groups.forEach((place, members) -> {
            boolean runs =
                    members.stream().anyMatch(object -> ObjectKinds.isWorkload(object.apiVersion(), object.kind()));
            first.merge(place.name(), place, (before, now) -> runs && !runs(groups.get(before)) ? now : before);
        });
        Map<Place, String> names = new HashMap<>();
        Set<String> taken = new HashSet<>();
        first.forEach((name, place) -> names.put(place, free(name, taken)));
        groups.keySet().stream()
                .filter(place -> !names.containsKey(place))
                .forEach(place -> names.put(place, free(place.name() + "-wave" + place.wave(), taken)));
        return names;
    }

    private static boolean runs(List<ManifestObject> members) {
        return members.stream().anyMatch(object -> ObjectKinds.isWorkload(object.apiVersion(), object.kind()));
    }

    private static String free(String name, Set<String> taken) {
        String label = DnsLabel.of(name, LONGEST);
        String free = label;
        for (int i = 2; !taken.add(free); i++) {
            free = label + "-" + i;
        }
        return free;
    }

    private Manifest manifest(ManifestObject object, String unit, int wave, SecretReader secrets) {
        boolean secret = object.is("", "Secret");
        Map<String, Value.Sensitive> values = secret ? secrets.read(object) : Map.of();
        Tree.Table json = object.tree().without("status");
        if (secret) {
            json = json.without("data").without("stringData");
        }
        if (json.get("metadata") instanceof Tree.Table metadata) {
            annotations(metadata);
            json = json.with("metadata", metadata.without("namespace"));
        }
        if (object.is("batch", "Job") && json.get("spec") instanceof Tree.Table spec) {
            json = json.with("spec", spec.without("ttlSecondsAfterFinished"));
        }
        return new Manifest(
                unit,
                object.apiVersion(),
                object.kind(),
                object.name(),
                wave,
                ObjectKinds.isAwaited(object.apiVersion(), object.kind()),
                link(object),
                values,
                TreeJson.of(json),
                object.position());
    }

    private void annotations(Tree.Table metadata) {
        if (metadata.get("annotations") instanceof Tree.Table annotations) {
            annotations.entries().keySet().stream()
                    .filter(name -> name.startsWith(PREFIX) && !ANNOTATIONS.contains(name))
                    .forEach(name -> problems.error(
                            annotations.at(name),
                            "there is no annotation " + name,
                            Nearest.remedy(name, ANNOTATIONS, "use one of " + ANNOTATIONS)));
        }
    }

    private int wave(ManifestObject object) {
        Tree.Text own = object.annotation(WAVE);
        Tree.Text text = own == null ? object.annotation(ARGO_WAVE) : own;
        if (text == null) {
            return object.is("apiextensions.k8s.io", "CustomResourceDefinition") ? DEFINITIONS : 0;
        }
        try {
            int wave = Integer.parseInt(text.text());
            if (Math.abs(wave) <= MOST) {
                return wave;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        problems.error(
                text.position(),
                "the wave " + text.quoted() + " is no whole number from -" + MOST + " to " + MOST,
                "write e.g. \"-1\" or \"2\", in quotes");
        return 0;
    }

    @CheckForNull
    private Manifest.Link link(ManifestObject object) {
        Tree.Text asked = object.annotation(LINK);
        Tree.Text port = object.annotation(LINK_PORT);
        Tree.Text said = asked == null ? port : asked;
        if (said == null || asked != null && Set.of("none", "false").contains(asked.text())) {
            return null;
        }
        if (!object.is("", "Service")) {
            problems.error(said.position(), "a link leads to a Service, this is a " + object.kind(), "put it there");
            return null;
        }
        String name = asked == null || asked.text().equals("true") ? null : asked.text();
        if (name != null && !DnsLabel.of(name, LONGEST).equals(name)) {
            problems.error(
                    said.position(),
                    "the link's name " + said.quoted() + " can't be a part of a host name",
                    "use lower-case letters, digits and dashes, at most " + LONGEST + "; or \"true\"");
            return null;
        }
        Integer number = port(object, port, said);
        return number == null ? null : new Manifest.Link(name, number);
    }

    @CheckForNull
    private Integer port(ManifestObject service, @CheckForNull Tree.Text wanted, Tree.Text said) {
        List<Tree.Table> ports = new ArrayList<>();
        if (service.at("spec", "ports") instanceof Tree.Items items) {
            items.items().stream()
                    .filter(Tree.Table.class::isInstance)
                    .map(Tree.Table.class::cast)
                    .filter(port -> number(port) != null)
                    .forEach(ports::add);
        }
        List<Tree.Table> fitting = ports.stream()
                .filter(port -> wanted == null
                        ? ports.size() == 1 || speaksHttp(port)
                        : wanted.text().equals(text(port, "name"))
                                || wanted.text().equals(text(port, "port")))
                .toList();
        if (fitting.isEmpty()) {
            problems.error(
                    (wanted == null ? said : wanted).position(),
                    service.title()
                            + (wanted == null
                                    ? " has no port that is known for HTTP"
                                    : " has no port " + wanted.quoted()),
                    "name one of its ports with " + LINK_PORT);
            return null;
        }
        return number(fitting.get(0));
    }

    private static boolean speaksHttp(Tree.Table port) {
        return text(port, "appProtocol").startsWith("http")
                || text(port, "name").startsWith("http") && !text(port, "name").startsWith("https")
                || text(port, "port").equals("80");
    }

    @CheckForNull
    private static Integer number(Tree.Table port) {
        try {
            return Integer.valueOf(text(port, "port"));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String text(Tree.Table table, String key) {
        return table.get(key) instanceof Tree.Text text ? text.text() : "";
    }
}
