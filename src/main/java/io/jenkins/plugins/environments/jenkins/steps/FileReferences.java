package io.jenkins.plugins.environments.jenkins.steps;

import java.io.StringReader;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Which files a Compose file names, so that those and no others are copied from an agent or an SCM. It may name too
 * many: what is not there is not copied, and only {@link io.jenkins.plugins.environments.stack.StackReader} says what a
 * file means and what is wrong with it.
 */
final class FileReferences {

    private static final Set<String> NAMING =
            Set.of("env_file", "volumes", "file", "include", "path", "source", "label_file");
    private static final Set<String> PASSED_OVER =
            Set.of("build", "command", "entrypoint", "environment", "labels", "healthcheck", "develop");
    private static final int MOST_ALIASES = 1000;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)(?::?-([^}]*))?}?");

    private final Map<String, String> variables;
    private final Set<String> found = new LinkedHashSet<>();
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private FileReferences(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * The paths that a Compose file names, as they stand there, variables filled in as far as they are known. Empty for
     * a text that is no YAML.
     */
    static Set<String> in(String text, Map<String, String> variables) {
        FileReferences references = new FileReferences(variables);
        LoaderOptions options = new LoaderOptions();
        // More than the reader takes, which says so; none of them is expanded here.
        options.setMaxAliasesForCollections(MOST_ALIASES);
        try {
            references.visit(new Yaml(options).compose(new StringReader(text)), "");
        } catch (YAMLException e) {
            // The reader says so, with the place.
            return Set.of();
        }
        return references.found;
    }

    private void visit(Node node, String key) {
        if (node == null || !(node instanceof ScalarNode) && !seen.add(node)) {
            return;
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                String name = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                if (!PASSED_OVER.contains(name)) {
                    visit(entry.getValueNode(), name);
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(each -> visit(each, key));
        } else if (node instanceof ScalarNode scalar && NAMING.contains(key)) {
            add(key, scalar.getValue());
        }
    }

    private void add(String key, String text) {
        String path = fill(text);
        if (key.equals("volumes")) {
            path = path.split(":", 2)[0];
        }
        boolean volumeName = (key.equals("volumes") || key.equals("source")) && !path.contains("/");
        int unknown = path.indexOf('$');
        if (unknown >= 0) {
            // A variable that only the reader knows: then everything in that folder.
            path = path.substring(0, Math.max(0, path.lastIndexOf('/', unknown)));
        }
        if (!path.isBlank() && !volumeName) {
            found.add(path);
        }
    }

    private String fill(String text) {
        Matcher matcher = VARIABLE.matcher(text);
        return matcher.replaceAll(match -> {
            String value = variables.getOrDefault(match.group(1), match.group(2));
            return Matcher.quoteReplacement(value == null ? match.group() : value);
        });
    }
}
