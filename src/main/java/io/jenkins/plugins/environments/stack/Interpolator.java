package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts variables into texts, and keeps which ones went in. */
final class Interpolator {

    /** A megabyte of text out of a line of file is no honest value. */
    private static final int LONGEST = 1 << 20;

    /** What all texts together may grow to: a few large variables in many places fill any memory. */
    private static final long MOST = 32L << 20;

    private final Map<String, Variable> variables;
    private final Set<String> declaredSensitive;
    private final Problems problems;

    /**
     * @param variables by name; read at each use, so that a caller may add to it
     * @param declaredSensitive names that the stack declares to be sensitive
     */
    Interpolator(Map<String, Variable> variables, Set<String> declaredSensitive, Problems problems) {
        this.variables = variables;
        this.declaredSensitive = Set.copyOf(declaredSensitive);
        this.problems = problems;
    }

    /** The tree with all variables put in. What can't be put in is reported and left as it is. */
    Tree apply(Tree tree) {
        return apply(tree, "");
    }

    /** @param name the key that holds the tree */
    private Tree apply(Tree tree, String name) {
        if (tree instanceof Tree.Table table) {
            return table.mapped((key, value) -> apply(value, key));
        }
        if (tree instanceof Tree.Items items) {
            List<Tree> applied = new ArrayList<>(items.items().size());
            boolean same = true;
            for (Tree item : items.items()) {
                Tree value = apply(item, name);
                same &= value == item;
                applied.add(value);
            }
            return same ? items : new Tree.Items(applied, items.position());
        }
        Tree.Text text = (Tree.Text) tree;
        if (text.kind() != Tree.Kind.STRING || text.text().indexOf('$') < 0) {
            return text;
        }
        int equals = text.text().indexOf('=');
        return apply(text, equals > 0 ? text.text().substring(0, equals) : name);
    }

    /** The text with all variables put in. @param name what it is the value of */
    Tree.Text apply(Tree.Text text, String name) {
        if (text.text().indexOf('$') < 0 && problems.grown(text.text().length()) <= MOST) {
            return text;
        }
        List<Variable> used = new ArrayList<>();
        try {
            StringBuilder result = new StringBuilder();
            Template template = Template.parse(text.text());
            if (declaredSensitive.contains(name) || Sensitivity.ofName(name)) {
                template = checked(template, text.position(), name);
            }
            append(template, text.position(), result, used);
            if (problems.grown(result.length()) > MOST) {
                throw new Template.Malformed(
                        "with variables put in, all texts together are longer than 32 megabytes",
                        "make the values shorter");
            }
            problems.origin(text.position(), used);
            return text.interpolated(result.toString(), used);
        } catch (Template.Malformed e) {
            problems.error(text.position(), e.getMessage(), e.remedy());
            return text;
        }
    }

    /** In a password, $abc may be meant as it stands: no message may tell a part of it as the name of a variable. */
    private Template checked(Template template, Position position, String name) {
        List<Template.Part> parts = new ArrayList<>();
        for (Template.Part part : template.parts()) {
            boolean unset = part instanceof Template.Reference reference
                    && reference.operator().isEmpty()
                    && !variables.containsKey(reference.name());
            if (unset) {
                problems.warn(
                        position,
                        "the value of " + name + " names a variable that is not set, an empty text is used",
                        "write $$ if a dollar sign is meant");
            } else {
                parts.add(part);
            }
        }
        return new Template(parts);
    }

    private void append(Template template, Position position, StringBuilder into, List<Variable> used)
            throws Template.Malformed {
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Literal literal) {
                into.append(literal.text());
            } else {
                append((Template.Reference) part, position, into, used);
            }
            if (into.length() > LONGEST) {
                throw new Template.Malformed(
                        "with its variables put in, this is longer than a megabyte", "make the values shorter");
            }
        }
    }

    private void append(Template.Reference reference, Position position, StringBuilder into, List<Variable> used)
            throws Template.Malformed {
        Variable variable = variables.get(reference.name());
        boolean present = variable != null
                && !(reference.operator().startsWith(":") && variable.text().isEmpty());
        switch (reference.operator()) {
            case ":-", "-" -> {
                if (present) {
                    use(variable, into, used);
                } else {
                    fallback(reference, position, into, used);
                }
            }
            case ":+", "+" -> {
                if (present) {
                    append(reference.argument(), position, into, used);
                }
            }
            case ":?", "?" -> {
                if (present) {
                    use(variable, into, used);
                } else {
                    required(reference, position);
                }
            }
            default -> {
                if (present) {
                    use(variable, into, used);
                } else {
                    problems.warn(
                            position,
                            "the variable " + reference.name() + " is not set, an empty text is used",
                            Nearest.remedy(
                                    reference.name(),
                                    variables.keySet(),
                                    "set it, or give a default: ${" + reference.name() + ":-default}"));
                }
            }
        }
    }

    private static void use(Variable variable, StringBuilder into, List<Variable> used) {
        used.add(variable);
        into.append(variable.text());
    }

    private void fallback(Template.Reference reference, Position position, StringBuilder into, List<Variable> used)
            throws Template.Malformed {
        StringBuilder fallback = new StringBuilder();
        append(reference.argument(), position, fallback, used);
        boolean sensitive = Sensitivity.ofName(reference.name()) || declaredSensitive.contains(reference.name());
        // The default of a secret is a secret: a password does not become public by being a default.
        use(new Variable(reference.name(), fallback.toString(), position, sensitive), into, used);
    }

    private void required(Template.Reference reference, Position position) throws Template.Malformed {
        StringBuilder words = new StringBuilder();
        List<Variable> used = new ArrayList<>();
        append(reference.argument(), position, words, used);
        boolean sensitive = used.stream().anyMatch(Variable::sensitive);
        String why = words.isEmpty() || sensitive
                ? ""
                : " (" + words.toString().lines().findFirst().orElse("") + ")";
        problems.error(
                position,
                "the variable " + reference.name() + " is needed here"
                        + (reference.operator().equals("?") ? " and is not set" : " and is not set or is empty") + why,
                Nearest.remedy(
                        reference.name(),
                        variables.keySet(),
                        "set " + reference.name() + " in .env, in an env file of the stage, or as a credential"));
    }
}
