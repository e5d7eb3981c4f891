package io.jenkins.plugins.environments.target.kubernetes.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * An object ready to be applied: as JSON, with the digest of its content as an annotation, by which a field that is no
 * longer desired is noticed.
 */
record Prepared(ApiKind kind, ApiObject object) {

    private static final ObjectMapper SORTED =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    private static final int DIGEST_LENGTH = 32;

    static Prepared of(HasMetadata desired, ApiKinds kinds) {
        ApiObject object = Cluster.toApi(desired);
        ObjectNode json = object.json();
        json.remove("status");
        ObjectNode metadata = (ObjectNode) json.get("metadata");
        metadata.remove("creationTimestamp");
        String digest = digest(json);
        metadata.withObject("/annotations").put(Labels.APPLIED, digest);
        return new Prepared(kinds.of(object.apiVersion(), object.kind()), object);
    }

    String digest() {
        return object.annotation(Labels.APPLIED);
    }

    private static String digest(ObjectNode json) {
        try {
            // As a map, since only a map's entries are sorted.
            byte[] text = SORTED.writeValueAsString(SORTED.convertValue(json, TreeMap.class))
                    .getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_LENGTH);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("no digest of an object", e);
        }
    }
}
