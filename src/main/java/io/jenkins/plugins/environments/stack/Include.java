package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of {@code include}: a project of its own that comes into this one.
 *
 * @param paths its Compose files, which are merged in order
 * @param folder its project directory
 * @param envFiles its variables, below those of who includes it; null: the {@code .env} of its folder
 */
record Include(List<Tree.Text> paths, String folder, @CheckForNull List<Variables.Named> envFiles) {

    private static final Shape.Known SHAPE = Shape.Known.of("include")
            .reads(new Shape.ListOf(Shape.Leaf.TEXT), "path", "env_file")
            .reads(Shape.Leaf.TEXT, "project_directory")
            .needs("path");

    Include {
        paths = List.copyOf(paths);
        envFiles = envFiles == null ? null : List.copyOf(envFiles);
    }

    /** The entries that can be read; what is wrong with the others is reported. @param folder of the file */
    static List<Include> of(Tree include, String folder, Problems problems) {
        List<Include> entries = new ArrayList<>();
        if (!(include instanceof Tree.Items items)) {
            problems.unread(
                    include.position(),
                    "\"include\" has to be a list, this is " + include.kindName(),
                    "write include: [path/to/compose.yaml]");
            return entries;
        }
        for (Tree item : items.items()) {
            Tree wrapped = Forms.wrap(item, "path");
            if (wrapped instanceof Tree.Table table) {
                wrapped = Forms.at(Forms.at(table, "path", Forms::list), "env_file", Forms::list);
            }
            new SchemaCheck(problems).check(wrapped, SHAPE, "include");
            if (wrapped instanceof Tree.Table table && !texts(table, "path").isEmpty()) {
                entries.add(of(table, folder));
            }
        }
        return entries;
    }

    private static Include of(Tree.Table entry, String folder) {
        List<Tree.Text> paths = texts(entry, "path").stream()
                .map(path -> path.part(Paths.rebase(folder, path.text())))
                .toList();
        String directory = entry.get("project_directory") instanceof Tree.Text text
                ? Paths.rebase(folder, text.text())
                : Paths.folder(paths.get(0).text());
        List<Variables.Named> envFiles = texts(entry, "env_file").stream()
                .map(path -> new Variables.Named(Paths.rebase(folder, path.text()), path.position()))
                .toList();
        return new Include(paths, directory, envFiles.isEmpty() ? null : envFiles);
    }

    private static List<Tree.Text> texts(Tree.Table entry, String key) {
        return entry.get(key) instanceof Tree.Items items
                ? items.items().stream()
                        .filter(Tree.Text.class::isInstance)
                        .map(Tree.Text.class::cast)
                        .filter(text -> !text.isNull())
                        .toList()
                : List.of();
    }
}
