package io.jenkins.plugins.environments.lifecycle.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Value;
import java.io.IOException;

/** The form of the store's files: JSON for people, with a {@code format} number first, so that later ones can differ. */
final class Json {

    /** The form that this version writes, and the newest that it reads. */
    static final int FORMAT = 1;

    /** Never changed after this; building one costs much more than using it. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .addMixIn(EnvironmentId.class, IdForm.class)
            .addMixIn(Position.class, PositionForm.class)
            .addMixIn(Value.class, ValueForm.class)
            .addMixIn(Mount.class, MountForm.class)
            .addMixIn(Work.class, WorkForm.class)
            .build();

    byte[] write(Object content) throws IOException {
        return MAPPER.writeValueAsBytes(new Envelope(FORMAT, content));
    }

    <T> T read(byte[] bytes, Class<T> type) throws IOException {
        JsonNode node = MAPPER.readTree(bytes);
        if (!(node instanceof ObjectNode object) || !object.path("format").isInt()) {
            throw new IOException("it is no record of ours");
        }
        int format = object.remove("format").intValue();
        if (format < 1 || format > FORMAT) {
            throw new IOException("it has the form " + format + ", this version reads up to " + FORMAT);
        }
        T content = MAPPER.treeToValue(object, type);
        if (content == null) {
            throw new IOException("it is empty");
        }
        return content;
    }

    @JsonPropertyOrder({"format"})
    private record Envelope(int format, @JsonUnwrapped Object content) {}

    private abstract static class IdForm {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        IdForm(@SuppressWarnings("unused") String value) {}

        @JsonValue
        abstract String value();
    }

    /** One line in place of three: a stack has a position for every value. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"file", "line", "column"})
    private interface PositionForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "value")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Value.Plain.class, name = "plain"),
        @JsonSubTypes.Type(value = Value.Sensitive.class, name = "sensitive")
    })
    private interface ValueForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "mount")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Mount.NamedVolume.class, name = "volume"),
        @JsonSubTypes.Type(value = Mount.AnonymousVolume.class, name = "anonymous"),
        @JsonSubTypes.Type(value = Mount.Bind.class, name = "bind"),
        @JsonSubTypes.Type(value = Mount.Tmpfs.class, name = "tmpfs")
    })
    private interface MountForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Work.Deploy.class, name = "deploy"),
        @JsonSubTypes.Type(value = Work.Destroy.class, name = "destroy")
    })
    private interface WorkForm {}
}
