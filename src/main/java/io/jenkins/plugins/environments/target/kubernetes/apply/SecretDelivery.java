package io.jenkins.plugins.environments.target.kubernetes.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.kubernetes.Manifests.SecretTemplate;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings sensitive values to the cluster. A Secret is named by a digest of its content and immutable: one that is there
 * is right, and nothing needs to be sent or known.
 */
public final class SecretDelivery {

    private final Cluster cluster;
    private final ApiKinds kinds;

    public SecretDelivery(Cluster cluster, ApiKinds kinds) {
        this.cluster = cluster;
        this.kinds = kinds;
    }

    /**
     * Makes those that are not there.
     *
     * @return what that took
     * @throws TargetException {@link Kind#VALUES_MISSING} when one is not there and its values are not given
     */
    public Applied deliver(String namespace, Ownership mark, List<SecretTemplate> templates, SecretValues values) {
        if (templates.isEmpty()) {
            return Applied.NOTHING;
        }
        Map<String, ApiObject> live = cluster.list(ApiKind.SECRET, namespace, null).stream()
                .collect(Collectors.toMap(ApiObject::name, Function.identity()));
        List<SecretTemplate> absent = new ArrayList<>();
        for (SecretTemplate template : templates) {
            ApiObject there = live.get(template.secret().getMetadata().getName());
            if (there == null) {
                absent.add(template);
            } else {
                mark.require(there);
            }
        }
        List<String> missing = absent.stream()
                .flatMap(template -> template.entries().values().stream())
                .filter(key -> !values.keys().contains(key))
                .distinct()
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new TargetException(
                    Kind.VALUES_MISSING,
                    Failure.of(
                            "namespace " + namespace + " lacks sensitive values",
                            "they are neither there nor given: " + String.join(", ", missing),
                            "deploy again from the source, which has them"));
        }
        return cluster
                .each(absent, template -> Applier.applied(send(template, values), Action.CREATED, List.of()))
                .stream()
                .reduce(Applied.NOTHING, Applied::and);
    }

    /** The values in those of the Secrets that are there and carry our mark, as they were delivered. */
    public SecretValues bringBack(String namespace, Ownership mark, List<SecretTemplate> templates) {
        if (templates.isEmpty()) {
            return SecretValues.none();
        }
        Map<String, ApiObject> live = cluster.list(ApiKind.SECRET, namespace, mark.selector()).stream()
                .collect(Collectors.toMap(ApiObject::name, Function.identity()));
        Map<String, byte[]> values = new HashMap<>();
        for (SecretTemplate template : templates) {
            ApiObject there = live.get(template.secret().getMetadata().getName());
            if (there != null) {
                JsonNode data = there.json().path("data");
                template.entries().forEach((key, value) -> {
                    if (data.path(key).isTextual()) {
                        values.put(
                                value, Base64.getDecoder().decode(data.path(key).asText()));
                    }
                });
            }
        }
        return new SecretValues(values);
    }

    private ApiObject send(SecretTemplate template, SecretValues values) {
        Prepared prepared = Prepared.of(template.secret(), kinds);
        ObjectNode data = prepared.object().json().putObject("data");
        template.entries()
                .forEach((key, value) -> data.put(
                        key,
                        Base64.getEncoder().encodeToString(values.content(value).orElseThrow())));
        return cluster.apply(prepared.kind(), prepared.object());
    }
}
