package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.target.Desired;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a stack says, apart from where it was written: a digest over all records of it, sensitive values by their own
 * digest. Equal digests, equal stacks.
 */
final class Fingerprint {

    private static final ClassValue<List<RecordComponent>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            return Stream.of(type.getRecordComponents())
                    .filter(component -> component.getType() != Position.class)
                    .toList();
        }
    };

    private Fingerprint() {}

    /** SHA-256 in hexadecimal. */
    static String of(Stack stack) {
        StringBuilder text = new StringBuilder();
        write(stack, text);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Whether a service or unit says the same in a release and now, files and image among it. */
    static boolean same(Stack stack, Map<String, String> asked, Desired now, String service) {
        if (!stack.unit(service).isEmpty() && !now.stack().unit(service).isEmpty()) {
            return text(stack.unit(service)).equals(text(now.stack().unit(service)))
                    && text(asked).equals(text(now.images()));
        }
        Service before = stack.services().get(service);
        Service after = now.stack().services().get(service);
        return before != null
                && after != null
                && text(before).equals(text(after))
                && text(asked.get(service)).equals(text(now.images().get(service)))
                && text(stack.configs()).equals(text(now.stack().configs()))
                && text(stack.secrets()).equals(text(now.stack().secrets()));
    }

    private static String text(@CheckForNull Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(@CheckForNull Object value, StringBuilder text) {
        if (value instanceof Record data) {
            text.append('{').append(data.getClass().getSimpleName());
            for (RecordComponent component : COMPONENTS.get(data.getClass())) {
                text.append(' ').append(component.getName()).append('=');
                write(get(data, component), text);
            }
            text.append('}');
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, content) -> sorted.put(String.valueOf(key), content));
            text.append('{');
            sorted.forEach((key, content) -> {
                write(key, text);
                text.append(':');
                write(content, text);
            });
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            list.forEach(each -> write(each, text));
            text.append(']');
        } else if (value == null) {
            text.append('-');
        } else {
            // With its length, so that no text can look like the border between two.
            String plain = String.valueOf(value);
            text.append(plain.length()).append('"').append(plain).append('"');
        }
    }

    private static Object get(Record data, RecordComponent component) {
        try {
            return component.getAccessor().invoke(data);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a record's component can't be read: " + component, e);
        }
    }
}
