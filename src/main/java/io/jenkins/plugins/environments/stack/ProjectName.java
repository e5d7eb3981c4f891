package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.Locale;

/** What a project is called: as {@code COMPOSE_PROJECT_NAME} says, else {@code name}, else its folder. */
final class ProjectName {

    private final Scope scope;
    private final Problems problems;

    ProjectName(Scope scope, Problems problems) {
        this.scope = scope;
        this.problems = problems;
    }

    /** @param sources the project's own documents @param folder the name of its folder */
    String of(List<ComposeFiles.Source> sources, String folder) {
        Variable chosen = scope.get("COMPOSE_PROJECT_NAME");
        if (chosen != null && !chosen.sensitive() && !chosen.text().isEmpty()) {
            if (!normalized(chosen.text()).equals(chosen.text())) {
                problems.error(
                        chosen.position(),
                        "\"" + chosen.text() + "\" is no name for a project",
                        "use lower-case letters, digits, dashes and underscores");
            }
            return chosen.text();
        }
        Tree.Text given = given(sources);
        if (given == null) {
            String name = normalized(folder);
            return name.isEmpty() ? "project" : name;
        }
        // Of a text that is malformed the loader tells.
        Tree.Text text = (Tree.Text) scope.interpolated(given, new Problems());
        String name = text.tainted() ? "" : normalized(text.text());
        if (name.isEmpty()) {
            problems.error(
                    given.position(),
                    text.quoted() + " is no name for a project",
                    "use lower-case letters, digits, dashes and underscores");
        }
        return name;
    }

    /** The last one. */
    @CheckForNull
    private static Tree.Text given(List<ComposeFiles.Source> sources) {
        Tree.Text given = null;
        for (ComposeFiles.Source source : sources) {
            if (source.table().get("name") instanceof Tree.Text text
                    && text.kind() == Tree.Kind.STRING
                    && !text.text().isEmpty()) {
                given = text;
            }
        }
        return given;
    }

    private static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceFirst("^[_-]+", "");
    }
}
