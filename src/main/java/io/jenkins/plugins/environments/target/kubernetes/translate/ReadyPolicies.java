package io.jenkins.plugins.environments.target.kubernetes.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Manifest;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who reaches the pods of manifests: all of the environment where no policy of the stack's own says otherwise, the edge
 * where a link leads, nobody else from outside.
 */
final class ReadyPolicies {

    private final Context context;

    ReadyPolicies(Context context) {
        this.context = context;
    }

    List<NetworkPolicy> all() {
        List<NetworkPolicy> policies = new ArrayList<>();
        if (context.stack().manifests().isEmpty()) {
            return policies;
        }
        policies.add(open(
                "manifests",
                new LabelSelectorBuilder().addToMatchLabels(Labels.OPEN, "true").build()));
        if (!OwnPolicies.of(context.stack()).selectAll()) {
            // What an operator makes of a custom resource carries no label of ours.
            policies.add(open(
                    "made-by-others",
                    new LabelSelectorBuilder()
                            .addNewMatchExpression()
                            .withKey(Labels.SERVICE)
                            .withOperator("DoesNotExist")
                            .endMatchExpression()
                            .build()));
        }
        for (Manifest manifest : context.stack().manifests()) {
            if (manifest.link() != null) {
                context.links(manifest.unit()).stream()
                        .filter(link -> link.port() == manifest.link().port())
                        .findFirst()
                        .ifPresent(link -> edge(manifest, link, policies));
            }
        }
        return policies;
    }

    private NetworkPolicy open(String name, LabelSelector pods) {
        return new NetworkPolicyBuilder()
                .withMetadata(context.metadata().of(name))
                .withNewSpec()
                .withPodSelector(pods)
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .addNewFrom()
                .withPodSelector(new LabelSelector())
                .endFrom()
                .endIngress()
                .endSpec()
                .build();
    }

    private void edge(Manifest service, Link link, List<NetworkPolicy> policies) {
        ObjectNode json = ReadyObjects.json(service);
        Map<String, String> pods = new HashMap<>();
        json.at("/spec/selector")
                .fields()
                .forEachRemaining(
                        label -> pods.put(label.getKey(), label.getValue().asText()));
        if (pods.isEmpty()) {
            // Of a Service without selector nobody knows what is behind it.
            return;
        }
        for (JsonNode port : json.at("/spec/ports")) {
            if (port.path("port").asInt() == link.port()) {
                policies.add(new NetworkPolicyBuilder()
                        .withMetadata(context.metadata().of("edge-" + service.name(), service.unit()))
                        .withNewSpec()
                        .withNewPodSelector()
                        .withMatchLabels(pods)
                        .endPodSelector()
                        .withPolicyTypes("Ingress")
                        .withIngress(fromEdge(port))
                        .endSpec()
                        .build());
            }
        }
    }

    private NetworkPolicyIngressRule fromEdge(JsonNode port) {
        JsonNode target = port.path("targetPort");
        IntOrString number = target.isTextual()
                ? new IntOrString(target.asText())
                : new IntOrString(
                        target.isInt() ? target.asInt() : port.path("port").asInt());
        NetworkPolicyIngressRuleBuilder rule = new NetworkPolicyIngressRuleBuilder()
                .addNewPort()
                .withProtocol("TCP")
                .withPort(number)
                .endPort();
        String namespace = context.settings().edgeNamespace();
        if (namespace != null) {
            rule.addNewFrom()
                    .withNewNamespaceSelector()
                    .addToMatchLabels("kubernetes.io/metadata.name", namespace)
                    .endNamespaceSelector()
                    .endFrom();
        }
        return rule.build();
    }
}
