package io.jenkins.plugins.environments.target.kubernetes.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.environments.model.stack.Stack;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The network policies that a stack's manifests bring for what comes in. Pods that none of them selects are open to all
 * of the environment, as Kubernetes has it.
 */
record OwnPolicies(List<JsonNode> selectors) {

    static OwnPolicies of(Stack stack) {
        List<JsonNode> selectors = new ArrayList<>();
        stack.manifests().stream()
                .filter(manifest -> manifest.is("networking.k8s.io", "NetworkPolicy"))
                .map(ReadyObjects::json)
                .filter(OwnPolicies::isForIngress)
                .forEach(policy -> selectors.add(policy.at("/spec/podSelector")));
        return new OwnPolicies(List.copyOf(selectors));
    }

    private static boolean isForIngress(ObjectNode policy) {
        JsonNode types = policy.at("/spec/policyTypes");
        for (JsonNode type : types) {
            if (type.asText().equals("Ingress")) {
                return true;
            }
        }
        return types.isEmpty();
    }

    /** Whether one selects every pod. */
    boolean selectAll() {
        return selectors.stream()
                .anyMatch(selector -> selector.path("matchLabels").isEmpty()
                        && selector.path("matchExpressions").isEmpty());
    }

    /** Whether one selects pods with these labels. */
    boolean select(ObjectNode labels) {
        return selectors.stream().anyMatch(selector -> matches(selector, labels));
    }

    private static boolean matches(JsonNode selector, ObjectNode labels) {
        for (Iterator<Map.Entry<String, JsonNode>> i =
                        selector.path("matchLabels").fields();
                i.hasNext(); ) {
            Map.Entry<String, JsonNode> wanted = i.next();
            if (!labels.path(wanted.getKey()).equals(wanted.getValue())) {
                return false;
            }
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            if (!holds(expression, labels.path(expression.path("key").asText()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(JsonNode expression, JsonNode label) {
        boolean listed = false;
        for (JsonNode value : expression.path("values")) {
            listed |= value.equals(label);
        }
        return switch (expression.path("operator").asText()) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            case "Exists" -> !label.isMissingNode();
            case "DoesNotExist" -> label.isMissingNode();
            default -> false;
        };
    }
}
