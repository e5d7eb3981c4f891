package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the Compose files of a project and parses them. */
final class ComposeFiles {

    /** In the order in which they are looked for. */
    static final List<String> DEFAULTS =
            List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

    private static final List<String> OVERRIDES = List.of(
            "compose.override.yml",
            "compose.override.yaml",
            "docker-compose.override.yml",
            "docker-compose.override.yaml");

    private final ProjectFiles files;
    private final Problems problems;
    private final Map<String, List<Source>> parsed = new LinkedHashMap<>();

    /** One document. @param file its name */
    record Source(String file, Tree.Table table, List<List<String>> cleared) {}

    /** A file in which the parser found nothing to say. @param text what was parsed */
    record Parsed(String text, List<YamlSource.Document> documents) {}

    private final Map<String, Parsed> clean;

    /** @param clean files that were parsed before without a word, by name; those of this reading are added */
    ComposeFiles(ProjectFiles files, Problems problems, Map<String, Parsed> clean) {
        this.files = files;
        this.problems = problems;
        this.clean = clean;
    }

    /** Where all documents that were parsed so far read variables. */
    Reads reads() {
        Reads reads = new Reads();
        parsed.values().forEach(sources -> sources.forEach(reads::document));
        return reads;
    }

    /** The documents of the files, in order; of {@code COMPOSE_FILE} or the default files when none are named. */
    List<Source> parse(List<Path> paths, Scope scope) {
        List<Source> sources = new ArrayList<>();
        Variable variable = scope.get("COMPOSE_FILE");
        if (!paths.isEmpty()) {
            paths.forEach(path -> sources.addAll(parse(path.toString(), null)));
        } else if (variable != null && !variable.sensitive()) {
            Variable separator = scope.get("COMPOSE_PATH_SEPARATOR");
            String between = separator == null || separator.text().isEmpty() ? ":" : separator.text();
            Tree.Text where = Tree.Text.of(variable.text(), variable.position());
            for (String path : variable.text().split(Pattern.quote(between), -1)) {
                sources.addAll(parse(path, where));
            }
        } else {
            defaults().forEach(path -> sources.addAll(parse(path, null)));
        }
        return sources;
    }

    /** The documents of one file. @param where who names it */
    List<Source> parse(String path, @CheckForNull Tree.Text where) {
        String text = files.text(path, where == null ? null : where.position());
        if (text == null) {
            return List.of();
        }
        String file = files.name(Path.of(path));
        List<Source> sources = parsed.get(file);
        if (sources == null) {
            sources = documents(file, text);
            parsed.put(file, sources);
        }
        return sources;
    }

    private List<Source> documents(String file, String text) {
        List<Source> sources = new ArrayList<>();
        for (YamlSource.Document document : trees(file, text)) {
            if (document.tree() instanceof Tree.Table table) {
                Source source = new Source(file, table, document.cleared());
                sources.add(source);
            } else if (!(document.tree() instanceof Tree.Text nothing && nothing.isNull())) {
                problems.unread(
                        document.tree().position(),
                        "a Compose file is a mapping, this is "
                                + document.tree().kindName(),
                        "begin it with services:");
            }
        }
        return List.copyOf(sources);
    }

    private List<YamlSource.Document> trees(String file, String text) {
        Parsed before = clean.get(file);
        if (before != null && before.text().equals(text)) {
            return before.documents();
        }
        int said = problems.count();
        List<YamlSource.Document> documents = YamlSource.parse(file, text, problems);
        if (problems.count() == said) {
            clean.put(file, new Parsed(text, List.copyOf(documents)));
        }
        return documents;
    }

    private List<String> defaults() {
        List<String> names = new ArrayList<>(first(DEFAULTS));
        if (names.isEmpty()) {
            problems.unread(null, "the project has no Compose file", "add compose.yaml, or name the files that it has");
        } else {
            names.addAll(first(OVERRIDES));
        }
        return names;
    }

    /** The first that is there. */
    private List<String> first(List<String> names) {
        List<String> there = names.stream().filter(files::exists).toList();
        if (there.size() > 1) {
            problems.warn(
                    Position.of(there.get(0)),
                    "of several files with default names only this one is read, not "
                            + String.join(", ", there.subList(1, there.size())),
                    "remove the others, or name the files that are meant");
        }
        return there.isEmpty() ? List.of() : List.of(there.get(0));
    }

    /** As {@link #declaredSensitive(List)}, in any file so far. */
    Set<String> declaredSensitive() {
        return declaredSensitive(parsed.values().stream().flatMap(List::stream).toList());
    }

    /** The variables that services declare to be sensitive, and those of which secrets are made. */
    static Set<String> declaredSensitive(List<Source> sources) {
        Set<String> names = new LinkedHashSet<>();
        for (Source source : sources) {
            if (source.table().get("services") instanceof Tree.Table services) {
                services.entries().values().forEach(service -> declaredSensitive(service, names));
            }
            if (source.table().get("secrets") instanceof Tree.Table secrets) {
                secrets.entries().values().forEach(secret -> {
                    if (secret instanceof Tree.Table table && table.get("environment") instanceof Tree.Text variable) {
                        names.add(variable.text());
                    }
                });
            }
        }
        return names;
    }

    private static void declaredSensitive(Tree service, Set<String> names) {
        if (service instanceof Tree.Table table
                && table.get("x-environment") instanceof Tree.Table options
                && options.get("sensitive") instanceof Tree.Items list) {
            list.items().forEach(item -> {
                if (item instanceof Tree.Text text) {
                    names.add(text.text());
                }
            });
        }
    }
}
