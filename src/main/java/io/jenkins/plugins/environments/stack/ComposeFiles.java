package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the Compose files of a project and parses them. */
final class ComposeFiles {

    private static final List<String> DEFAULTS =
            List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

    private final ProjectFiles files;
    private final Problems problems;

    /** One document. @param file its name */
    record Source(String file, Tree.Table table, List<List<String>> cleared) {}

    private final Reads reads = new Reads();

    ComposeFiles(ProjectFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** Where all documents that were parsed read variables. */
    Reads reads() {
        return reads;
    }

    /** The documents of the files, in order; of the default files when none are named. */
    List<Source> parse(List<Path> paths) {
        List<String> names = paths.isEmpty()
                ? defaults()
                : paths.stream().map(Path::toString).toList();
        if (names.isEmpty()) {
            problems.unread(null, "the project has no Compose file", "add compose.yaml, or name the files that it has");
        }
        List<Source> sources = new ArrayList<>();
        for (String name : names) {
            sources.addAll(parse(name, null));
        }
        return sources;
    }

    /** The documents of one file. @param where who names it */
    List<Source> parse(String path, @CheckForNull Tree.Text where) {
        List<Source> sources = new ArrayList<>();
        String text = files.text(path, where == null ? null : where.position());
        if (text == null) {
            return sources;
        }
        String file = files.name(Path.of(path));
        for (YamlSource.Document document : YamlSource.parse(file, text, problems)) {
            if (document.tree() instanceof Tree.Table table) {
                if (table.has("include")) {
                    // To pass over it would make another stack of it than Compose does.
                    problems.unread(
                            table.at("include"),
                            "included files are not read",
                            "name all files, in their order, in place of include");
                }
                Source source = new Source(file, table.without("include"), document.cleared());
                reads.document(source);
                sources.add(source);
            } else if (!(document.tree() instanceof Tree.Text nothing && nothing.isNull())) {
                problems.unread(
                        document.tree().position(),
                        "a Compose file is a mapping, this is "
                                + document.tree().kindName(),
                        "begin it with services:");
            }
        }
        return sources;
    }

    private List<String> defaults() {
        for (String name : DEFAULTS) {
            if (files.exists(name)) {
                String override = name.replaceFirst("(compose)\\.", "$1.override.");
                String other = override.endsWith("yml")
                        ? override.replaceFirst("yml$", "yaml")
                        : override.replaceFirst("yaml$", "yml");
                if (files.exists(override)) {
                    return List.of(name, override);
                }
                return files.exists(other) ? List.of(name, other) : List.of(name);
            }
        }
        return List.of();
    }

    /** The variables that services declare to be sensitive, and those of which secrets are made, in any file. */
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
