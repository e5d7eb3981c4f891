package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The variables that a file sees. An included file sees those of who includes it, and below them its own.
 *
 * @param variables by name
 * @param declared names that the stack declares to be sensitive
 */
record Scope(Map<String, Variable> variables, Set<String> declared) {

    Scope {
        variables = Map.copyOf(variables);
        declared = Set.copyOf(declared);
    }

    @CheckForNull
    Variable get(String name) {
        return variables.get(name);
    }

    /** The same with one variable more, or in place of the one of that name. */
    Scope with(String name, String text, Position position) {
        Map<String, Variable> all = new LinkedHashMap<>(variables);
        all.put(name, new Variable(name, text, position, false));
        return new Scope(all, declared);
    }

    /** The tree with variables put in. */
    Tree interpolated(Tree tree, Problems problems) {
        return new Interpolator(variables, declared, problems).apply(tree);
    }
}
