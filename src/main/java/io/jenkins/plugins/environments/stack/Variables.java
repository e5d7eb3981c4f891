package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The variables for interpolation. The first that has one gives it: the request's secrets, its variables, then the env
 * files, of which a later one goes before an earlier one. The environment of this process never.
 */
final class Variables {

    private Variables() {}

    /** @param declared names that the stack declares to be sensitive */
    static Map<String, Variable> of(
            StackRequest request, ProjectFiles files, Set<String> declared, Redactions redactions, Problems problems) {
        Map<String, Variable> given = new LinkedHashMap<>();
        request.variables().forEach((name, text) -> {
            boolean sensitive = declared.contains(name) || Sensitivity.ofName(name) || Sensitivity.ofValue(text);
            given.put(name, new Variable(name, text, Position.of("variable " + name), sensitive));
        });
        request.secrets()
                .forEach((name, text) ->
                        given.put(name, new Variable(name, text, Position.of("credential " + name), true)));
        Map<String, Variable> all = new LinkedHashMap<>(given);
        Interpolator interpolator = new Interpolator(all, declared, problems);
        for (String path : paths(request, files)) {
            String text = files.text(path, null);
            if (text == null) {
                continue;
            }
            for (EnvFile.Entry entry : EnvFile.parse(files.name(Path.of(path)), text, problems)) {
                redactions.variable(entry.name(), entry.value());
                if (given.containsKey(entry.name()) || entry.value().isNull()) {
                    continue;
                }
                Tree.Text value = entry.expands() ? interpolator.apply(entry.value(), entry.name()) : entry.value();
                boolean sensitive = value.tainted()
                        || declared.contains(entry.name())
                        || Sensitivity.ofName(entry.name())
                        || Sensitivity.ofValue(value.text());
                all.put(entry.name(), new Variable(entry.name(), value.text(), value.position(), sensitive));
            }
        }
        return all;
    }

    private static List<String> paths(StackRequest request, ProjectFiles files) {
        if (!request.envFiles().isEmpty()) {
            return request.envFiles().stream().map(Path::toString).toList();
        }
        return files.exists(".env") ? List.of(".env") : List.of();
    }
}
