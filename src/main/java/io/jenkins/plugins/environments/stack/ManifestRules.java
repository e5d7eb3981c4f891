package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What manifests may not say: doors to the outside that go past the edge, sensitive values outside of Secrets, texts
 * that the API would take for something else. And what has no meaning here, with a word.
 */
final class ManifestRules {

    private static final Set<String> ROUTING_GROUPS = Set.of(
            "gateway.networking.k8s.io",
            "route.openshift.io",
            "traefik.io",
            "traefik.containo.us",
            "projectcontour.io",
            "networking.istio.io");
    private static final Set<String> ROUTES = Set.of(
            "Ingress",
            "Gateway",
            "HTTPRoute",
            "GRPCRoute",
            "TLSRoute",
            "TCPRoute",
            "UDPRoute",
            "Route",
            "IngressRoute",
            "IngressRouteTCP",
            "IngressRouteUDP",
            "HTTPProxy");
    private static final String EDGE_REMEDY = "take it out, and give the Service the annotation " + ManifestUnits.LINK
            + ": \"true\": the stage gives it its host name";

    private final Problems problems;
    private final Set<String> namespaces = new TreeSet<>();

    ManifestRules(Problems problems) {
        this.problems = problems;
    }

    /** Without what is left out. */
    List<ManifestObject> kept(List<ManifestObject> objects) {
        return objects.stream().filter(object -> !object.is("", "Namespace")).toList();
    }

    void check(ManifestObject object) {
        namespace(object);
        edge(object);
        pods(object);
        texts(object, "metadata", "labels");
        texts(object, "metadata", "annotations");
        if (object.is("", "ConfigMap")) {
            texts(object, "data");
            configuration(object);
        }
        if (!object.is("", "Secret") && !object.is("apiextensions.k8s.io", "CustomResourceDefinition")) {
            plainSecrets(object, object.tree());
        }
    }

    private void namespace(ManifestObject object) {
        if (object.is("", "Namespace")) {
            problems.warn(
                    object.position(),
                    object.title() + " is left out: the environment has a namespace of its own",
                    "take it out of the manifests");
        } else if (object.at("metadata", "namespace") instanceof Tree.Text text
                && !text.isNull()
                && namespaces.add(text.text())) {
            problems.warn(
                    text.position(),
                    "the namespace \"" + text.text() + "\" is not used: all goes to the environment's own",
                    "take it out, or see that no value names it");
        }
    }

    private void edge(ManifestObject object) {
        boolean routes =
                object.group().equals("networking.k8s.io") || object.group().equals("extensions")
                        ? object.kind().equals("Ingress")
                        : ROUTING_GROUPS.contains(object.group()) && ROUTES.contains(object.kind());
        if (routes) {
            problems.error(
                    object.position(),
                    object.title() + " would take a host name past the environment's own links",
                    EDGE_REMEDY);
        }
        if (!object.is("", "Service")) {
            return;
        }
        if (object.at("spec", "type") instanceof Tree.Text type
                && Set.of("NodePort", "LoadBalancer").contains(type.text())) {
            problems.error(
                    type.position(),
                    object.title() + " is a " + type.text()
                            + ": only the edge's ports 80 and 443 are open to the outside",
                    "take type out, and use the annotation " + ManifestUnits.LINK + ": \"true\" for a link");
        }
        if (object.at("spec", "externalIPs") instanceof Tree.Items addresses) {
            problems.error(
                    addresses.position(),
                    object.title() + " takes addresses outside of the cluster",
                    "take externalIPs out, and use the annotation " + ManifestUnits.LINK + ": \"true\" for a link");
        }
    }

    private void pods(ManifestObject object) {
        for (Tree.Table container : object.containers()) {
            if (container.get("ports") instanceof Tree.Items ports) {
                for (Tree port : ports.items()) {
                    if (port instanceof Tree.Table table && table.has("hostPort")) {
                        problems.error(
                                table.at("hostPort"),
                                "hostPort opens a port of the node: only the edge's ports 80 and 443 are open",
                                "take it out, and reach the container by a Service");
                    }
                }
            }
        }
        if (ManifestObject.at(object.podSpec(), "hostNetwork") instanceof Tree.Text host
                && host.text().equals("true")) {
            problems.error(
                    host.position(),
                    "hostNetwork opens all ports of the pods on their nodes",
                    "take it out, and reach the containers by a Service");
        }
        if (object.is("batch", "Job") && object.at("spec", "ttlSecondsAfterFinished") instanceof Tree.Text ttl) {
            problems.warn(
                    ttl.position(),
                    "ttlSecondsAfterFinished is left out: the Job is kept for its logs and replaced when it changes",
                    "take it out");
        }
    }

    /** Numbers and booleans are none where the API wants texts. */
    private void texts(ManifestObject object, String... path) {
        if (object.at(path) instanceof Tree.Table table) {
            table.entries().forEach((key, value) -> {
                if (!(value instanceof Tree.Text text) || text.kind() != Tree.Kind.STRING && !text.isNull()) {
                    wantsText(value, key + " in " + path[path.length - 1] + " of " + object.title());
                }
            });
        }
    }

    private void wantsText(Tree value, String what) {
        problems.error(value.position(), what + " has to be a text, this is " + value.kindName(), "put it in quotes");
    }

    private void configuration(ManifestObject object) {
        if (object.at("data") instanceof Tree.Table data) {
            data.entries().forEach((key, value) -> {
                if (value instanceof Tree.Text text && !text.text().isEmpty() && Sensitivity.ofName(key)) {
                    belongsInSecret(
                            text.position(), key + " in " + object.title(), "a Secret in place of the ConfigMap");
                }
            });
        }
    }

    private void plainSecrets(ManifestObject object, Tree tree) {
        if (tree instanceof Tree.Table table) {
            if (table.get("name") instanceof Tree.Text name
                    && table.get("value") instanceof Tree.Text value
                    && !value.text().isEmpty()
                    && !value.text().startsWith("$(")
                    && Sensitivity.ofName(name.text())) {
                belongsInSecret(
                        value.position(),
                        name.text() + " in " + object.title(),
                        "a Secret, and name it with valueFrom.secretKeyRef");
                return;
            }
            table.entries().values().forEach(value -> plainSecrets(object, value));
        } else if (tree instanceof Tree.Items items) {
            items.items().forEach(item -> plainSecrets(object, item));
        } else if (tree instanceof Tree.Text text && Sensitivity.ofValue(text.text())) {
            belongsInSecret(text.position(), "a text of " + object.title(), "a Secret");
        }
    }

    private void belongsInSecret(Position at, String what, String where) {
        problems.error(
                at, what + " is sensitive, and everybody who sees the object would see it", "put it into " + where);
    }
}
