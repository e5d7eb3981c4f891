package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The places of a stack's files that read variables, gathered from documents as they were written. */
final class Reads {

    private final Set<String> declared = new LinkedHashSet<>();
    private final Set<String> whole = new LinkedHashSet<>();
    private final Map<String, Map<Position, Read>> reads = new LinkedHashMap<>();

    /**
     * One place.
     *
     * @param services that read it there: several where an anchor is used several times; empty: the project itself
     * @param fallback the default there; null: none, or none that is a plain text
     * @param required nothing works without it
     * @param sensitive what is read there is a secret
     */
    record Read(Position at, Set<String> services, @CheckForNull String fallback, boolean required, boolean sensitive) {
        Read {
            services = Set.copyOf(services);
        }
    }

    /** Gathers from a document. */
    void document(ComposeFiles.Source source) {
        declared.addAll(ComposeFiles.declaredSensitive(List.of(source)));
        source.table().entries().forEach((key, value) -> {
            if (key.equals("services") && value instanceof Tree.Table services) {
                services.entries().forEach((name, service) -> service(name, service));
            }
        });
        // Extension fields last: what services use of them by anchors has been counted with the services.
        source.table().entries().forEach((key, value) -> {
            if (!key.equals("services")) {
                walk("", key, value);
            }
            if ((key.equals("secrets") || key.equals("configs")) && value instanceof Tree.Table files) {
                files.entries().values().forEach(file -> {
                    if (file instanceof Tree.Table table && table.get("environment") instanceof Tree.Text name) {
                        add("", name.text(), name.position(), null, true, key.equals("secrets"));
                    }
                });
            }
        });
    }

    /** Gathers from the files that a service's {@code env_file} names. */
    void envFile(String service, List<EnvFile.Entry> entries) {
        for (EnvFile.Entry entry : entries) {
            if (entry.value().isNull()) {
                alone(service, entry.name(), entry.value().position());
            } else if (entry.expands()) {
                text(service, entry.name(), entry.value());
            }
        }
    }

    /** A service gets the whole file of which this is the sample. */
    void whole(String service) {
        whole.add(service);
    }

    /** Services that get the whole file of which this is the sample. */
    Set<String> whole() {
        return new TreeSet<>(whole);
    }

    /** By name of the variable, in the order in which the files read them; the places in order. */
    Map<String, List<Read>> all() {
        Map<String, List<Read>> all = new LinkedHashMap<>();
        reads.forEach((name, places) -> all.put(name, List.copyOf(places.values())));
        return all;
    }

    boolean sensitive(String name) {
        return declared.contains(name) || Sensitivity.ofName(name);
    }

    private void service(String name, Tree tree) {
        if (!(tree instanceof Tree.Table service)) {
            return;
        }
        service.entries().forEach((key, value) -> walk(name, key, value));
        names(name, service.get("environment"));
        if (service.get("build") instanceof Tree.Table build) {
            names(name, build.get("args"));
        }
    }

    /** Names without a value: it comes from outside. */
    private void names(String service, @CheckForNull Tree tree) {
        if (tree instanceof Tree.Items items) {
            items.items().forEach(item -> {
                if (item instanceof Tree.Text text && !text.text().contains("=")) {
                    alone(service, text.text(), text.position());
                }
            });
        } else if (tree instanceof Tree.Table table) {
            table.entries().forEach((name, value) -> {
                if (value instanceof Tree.Text text && text.isNull()) {
                    alone(service, name, table.at(name));
                }
            });
        }
    }

    private void alone(String service, String name, Position at) {
        add(service, name, at, null, false, sensitive(name));
    }

    private void walk(String service, String key, Tree tree) {
        if (tree instanceof Tree.Table table) {
            table.entries().forEach((name, value) -> walk(service, name, value));
        } else if (tree instanceof Tree.Items items) {
            items.items().forEach(item -> walk(service, key, item));
        } else if (tree instanceof Tree.Text text && text.kind() == Tree.Kind.STRING) {
            int equals = text.text().indexOf('=');
            text(service, equals > 0 ? text.text().substring(0, equals) : key, text);
        }
    }

    private void text(String service, String key, Tree.Text text) {
        if (text.text().indexOf('$') < 0) {
            return;
        }
        try {
            List<Template.Part> parts = Template.parse(text.text()).parts();
            int equals = text.text().indexOf('=');
            boolean whole = parts.size() == (equals > 0 ? 2 : 1);
            references(service, parts, text.position(), whole && sensitive(key));
        } catch (Template.Malformed e) {
            // Whoever interpolates it reports it.
            return;
        }
    }

    private void references(String service, List<Template.Part> parts, Position at, boolean secret) {
        for (Template.Part part : parts) {
            if (part instanceof Template.Reference reference) {
                boolean hasDefault = reference.operator().endsWith("-");
                String fallback = hasDefault ? plain(reference.argument()) : null;
                boolean sensitive =
                        secret || sensitive(reference.name()) || fallback != null && Sensitivity.ofValue(fallback);
                boolean required = reference.operator().endsWith("?");
                add(service, reference.name(), at, fallback, required, sensitive);
                references(service, reference.argument().parts(), at, false);
            }
        }
    }

    /** The text of a default without variables in it; null when there are some. */
    @CheckForNull
    private static String plain(Template template) {
        StringBuilder text = new StringBuilder();
        for (Template.Part part : template.parts()) {
            if (!(part instanceof Template.Literal literal)) {
                return null;
            }
            text.append(literal.text());
        }
        return text.toString();
    }

    private void add(
            String service,
            String name,
            Position at,
            @CheckForNull String fallback,
            boolean required,
            boolean sensitive) {
        Map<Position, Read> places = reads.computeIfAbsent(name, key -> new TreeMap<>());
        Read before = places.get(at);
        Set<String> services = new LinkedHashSet<>(before == null ? Set.of() : before.services());
        if (before != null && service.isEmpty()) {
            return;
        }
        if (!service.isEmpty()) {
            services.add(service);
        }
        String kept = before == null || before.fallback() == null ? fallback : before.fallback();
        places.put(
                at,
                new Read(
                        at,
                        services,
                        kept,
                        required || before != null && before.required(),
                        sensitive || before != null && before.sensitive()));
    }
}
