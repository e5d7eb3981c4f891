package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the variables for interpolation. The first that has one gives it: the request's secrets, its variables, then the
 * env files, of which a later one goes before an earlier one. The environment of this process never.
 */
final class Variables {

    private final ProjectFiles files;
    private final Redactions redactions;
    private final Problems problems;

    /** An env file. @param where who names it; null: the request */
    record Named(String path, @CheckForNull Position where) {}

    Variables(ProjectFiles files, Redactions redactions, Problems problems) {
        this.files = files;
        this.redactions = redactions;
        this.problems = problems;
    }

    /** What the project's own files see. @param declared names that the stack declares to be sensitive */
    Scope of(StackRequest request, Given last, Set<String> declared) {
        Map<String, Variable> given = new Given(request.variables(), request.secrets()).as(declared);
        List<Named> named = request.envFiles().stream()
                .map(path -> new Named(path.toString(), null))
                .toList();
        return below(new Scope(given, declared), last.as(declared), named.isEmpty() ? standard("") : named);
    }

    /** The {@code .env} of a folder, if there is one. */
    List<Named> standard(String folder) {
        String path = Paths.rebase(folder, ".env");
        return files.exists(path) ? List.of(new Named(path, null)) : List.of();
    }

    /** The same with what env files define and nobody has defined before. */
    Scope below(Scope scope, List<Named> envFiles) {
        return below(scope, Map.of(), envFiles);
    }

    private Scope below(Scope scope, Map<String, Variable> last, List<Named> envFiles) {
        Map<String, Variable> all = new LinkedHashMap<>(last);
        all.putAll(scope.variables());
        Interpolator interpolator = new Interpolator(all, scope.declared(), problems);
        for (Named named : envFiles) {
            String text = files.text(named.path(), named.where());
            if (text == null) {
                continue;
            }
            for (EnvFile.Entry entry : EnvFile.parse(files.name(Path.of(named.path())), text, problems)) {
                redactions.variable(entry.name(), entry.value());
                if (!scope.variables().containsKey(entry.name())
                        && !entry.value().isNull()) {
                    Tree.Text value = entry.expands() ? interpolator.apply(entry.value(), entry.name()) : entry.value();
                    all.put(entry.name(), variable(entry.name(), value, scope.declared()));
                }
            }
        }
        return new Scope(all, scope.declared());
    }

    /** A variable that an env file defines. */
    static Variable variable(String name, Tree.Text value, Set<String> declared) {
        boolean sensitive = value.tainted()
                || declared.contains(name)
                || Sensitivity.ofName(name)
                || Sensitivity.ofValue(value.text());
        return new Variable(name, value.text(), value.position(), sensitive);
    }
}
