package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.StackInputs;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Variables that are given beside the files: by the request, or, after those of the files, by what an environment before
 * had.
 *
 * @param variables plain ones
 * @param secrets sensitive ones
 */
record Given(Map<String, String> variables, Map<String, String> secrets) {

    /** There is no environment before. */
    static final Given NOTHING = new Given(Map.of(), Map.of());

    private static final String VARIABLE = "variable ";
    private static final String CREDENTIAL = "credential ";

    /** As variables for interpolation. @param declared names that the stack declares to be sensitive */
    Map<String, Variable> as(Set<String> declared) {
        Map<String, Variable> given = new LinkedHashMap<>();
        variables.forEach((name, text) -> {
            boolean sensitive = declared.contains(name) || Sensitivity.ofName(name) || Sensitivity.ofValue(text);
            given.put(name, new Variable(name, text, Position.of(VARIABLE + name), sensitive));
        });
        secrets.forEach(
                (name, text) -> given.put(name, new Variable(name, text, Position.of(CREDENTIAL + name), true)));
        return given;
    }

    /** How the files were read: with the variables beside them that counted, sensitive ones by name. */
    StackInputs inputs(StackRequest request, Map<String, Variable> all, ProjectFiles files) {
        Set<String> names = new LinkedHashSet<>(variables.keySet());
        names.addAll(secrets.keySet());
        names.addAll(request.variables().keySet());
        names.addAll(request.secrets().keySet());
        Map<String, String> plain = new LinkedHashMap<>();
        Set<String> sensitive = new LinkedHashSet<>();
        for (String name : names) {
            Variable variable = all.get(name);
            String source = variable == null ? "" : variable.position().file();
            if (source.equals(VARIABLE + name) && !variable.sensitive()) {
                plain.put(name, variable.text());
            } else if (source.equals(VARIABLE + name) || source.equals(CREDENTIAL + name)) {
                sensitive.add(name);
            }
        }
        return new StackInputs(
                request.files().stream().map(files::name).toList(),
                request.envFiles().stream().map(files::name).toList(),
                request.profiles(),
                plain,
                sensitive,
                files.contents(),
                files.folders());
    }

    /** Names no secret's value. */
    @Override
    public String toString() {
        return "Given[variables=" + variables.keySet() + ", secrets=" + secrets.keySet() + "]";
    }
}
