package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Two projects that differ by one key of the Compose Specification.
 *
 * @param without the project without the key, or with another value where it can't do without
 * @param with the project with the key
 */
record KeyTrial(String without, String with) {

    /** What {@code compose-keys.yaml} says of keys: the project to begin with, neighbours, samples, whole trials. */
    record Samples(
            Map<String, Object> project,
            Map<String, Map<String, Object>> around,
            Map<String, List<Object>> samples,
            Map<String, Map<String, Object>> trials,
            Map<String, Object> nothing) {

        @SuppressWarnings("unchecked")
        static Samples of(String yaml) {
            Map<String, Object> all = (Map<String, Object>) load(yaml);
            return new Samples(
                    (Map<String, Object>) all.get("project"),
                    (Map<String, Map<String, Object>>) all.get("around"),
                    (Map<String, List<Object>>) all.get("samples"),
                    (Map<String, Map<String, Object>>) all.get("trials"),
                    (Map<String, Object>) all.get("nothing"));
        }

        /** Why a key does nothing on a target ({@code engine} or {@code cluster}); null when nobody said why. */
        @CheckForNull
        String whyNothing(String key, String target) {
            Object why = nothing.get(key);
            return why instanceof Map<?, ?> each ? (String) each.get(target) : (String) why;
        }
    }

    /** What to try of a key: each of its samples, or one that its shape makes up. */
    static List<KeyTrial> of(String key, Shape shape, Samples samples) {
        Map<String, Object> trial = samples.trials().get(key);
        if (trial != null) {
            return List.of(new KeyTrial(
                    withService(samples.project(), trial.get("from")),
                    withService(samples.project(), trial.get("to"))));
        }
        return samples.samples().getOrDefault(key, List.of(value(shape))).stream()
                .map(sample -> new KeyTrial(document(key, null, samples), document(key, sample, samples)))
                .toList();
    }

    private static Object value(Shape shape) {
        if (shape instanceof Shape.Leaf leaf) {
            return switch (leaf) {
                case PATH -> "site.conf";
                case CONTEXT -> ".";
                case OPTION, SETTING, SCALAR, VARIABLE, ANY, TEXT -> "word";
                case FLAG, BOOLEAN -> true;
                case INTEGER, COUNT -> 3;
                case NUMBER -> 0.5;
                case DURATION -> "7s";
                case BYTES, AMOUNT -> "64m";
                case MODE, PLAIN_MODE -> "0440";
            };
        }
        if (shape instanceof Shape.Words words) {
            return words.words().get(0);
        }
        if (shape instanceof Shape.ListOf list) {
            return List.of(value(list.item()));
        }
        if (shape instanceof Shape.MapOf map) {
            return Map.of("word", value(map.value()));
        }
        if (shape instanceof Shape.OrNothing optional) {
            return value(optional.shape());
        }
        if (shape instanceof Shape.ListOrOne list) {
            return value(list.item());
        }
        throw new IllegalArgumentException("no sample for " + shape);
    }

    private static String document(String key, Object value, Samples samples) {
        Map<String, Object> document = copy(samples.project());
        put(document, "", List.of(key.replace("[]", ".[]").split("\\.")).iterator(), value, samples);
        return new Yaml().dump(document);
    }

    /** Walks to the key, making on the way what its neighbours have to be. */
    @SuppressWarnings("unchecked")
    private static void put(
            Map<String, Object> into, String path, Iterator<String> words, Object value, Samples samples) {
        String word = words.next();
        String at = path.isEmpty() ? word : path + "." + word;
        String name = word.equals("*") ? name(path) : word;
        if (!words.hasNext()) {
            if (value != null) {
                into.put(name, value);
            }
            return;
        }
        if (!(into.get(name) instanceof Map) && !(into.get(name) instanceof List)) {
            into.put(name, new LinkedHashMap<String, Object>());
        }
        Iterator<String> rest = words;
        String next = peekList(at, samples) ? rest.next() : null;
        if (next == null) {
            Map<String, Object> inner = (Map<String, Object>) into.get(name);
            samples.around().getOrDefault(at, Map.of()).forEach(inner::put);
            put(inner, at, rest, value, samples);
        } else {
            Map<String, Object> item = new LinkedHashMap<>(samples.around().getOrDefault(at + "[]", Map.of()));
            into.put(name, List.of(item));
            put(item, at + "[]", rest, value, samples);
        }
    }

    private static boolean peekList(String at, Samples samples) {
        return samples.around().containsKey(at + "[]");
    }

    private static String name(String path) {
        return switch (path) {
            case "services" -> "web";
            case "services.*.depends_on" -> "db";
            case "networks", "services.*.networks" -> "back";
            case "volumes" -> "data";
            default -> "one";
        };
    }

    private static String withService(Map<String, Object> project, Object service) {
        Map<String, Object> document = copy(project);
        merge(document, service);
        return new Yaml().dump(document);
    }

    @SuppressWarnings("unchecked")
    private static void merge(Map<String, Object> into, Object more) {
        ((Map<String, Object>) more).forEach((key, value) -> {
            if (value instanceof Map && into.get(key) instanceof Map) {
                merge((Map<String, Object>) into.get(key), value);
            } else if (value == null) {
                into.remove(key);
            } else {
                into.put(key, value);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(key, copy(inner)));
            return (T) copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(inner -> copy.add(copy(inner)));
            return (T) copy;
        }
        return value;
    }

    static Object load(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }
}
