package io.jenkins.plugins.environments.jenkins.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The role that would give a target's account what it lacks, with its binding, as a manifest that an administrator can apply. */
final class MissingRole {

    private static final String ROLE =
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: jenkins-environments-missing
            rules:
            """;

    private static final String BINDING =
            """
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata:
              name: jenkins-environments-missing
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: ClusterRole
              name: jenkins-environments-missing
            subjects:
            - kind: ServiceAccount
              namespace: NAMESPACE
              name: NAME
            """;

    private MissingRole() {}

    /**
     * The manifest.
     *
     * @param missing as {@code kubectl auth can-i} takes it: {@code create deployments.apps}, {@code get pods/log}
     */
    static String of(Collection<String> missing) {
        Map<String, Set<String>> verbs = new TreeMap<>();
        for (String permission : missing) {
            int space = permission.indexOf(' ');
            verbs.computeIfAbsent(permission.substring(space + 1), key -> new TreeSet<>())
                    .add(permission.substring(0, space));
        }
        Map<Rule, Set<String>> rules = new TreeMap<>();
        verbs.forEach((resource, allowed) -> {
            int dot = resource.indexOf('.');
            rules.computeIfAbsent(
                            new Rule(dot < 0 ? "" : resource.substring(dot + 1), list(allowed)), key -> new TreeSet<>())
                    .add(dot < 0 ? resource : resource.substring(0, dot));
        });
        StringBuilder role = new StringBuilder(ROLE);
        rules.forEach((rule, resources) -> role.append("- apiGroups: [\"")
                .append(rule.group())
                .append("\"]\n  resources: ")
                .append(list(resources))
                .append("\n  verbs: ")
                .append(rule.verbs())
                .append('\n'));
        return role.append(BINDING).toString();
    }

    private static String list(Set<String> words) {
        return words.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"));
    }

    /** What is allowed of some resources of a group alike. */
    private record Rule(String group, String verbs) implements Comparable<Rule> {
        @Override
        public int compareTo(Rule other) {
            return Comparator.comparing(Rule::group).thenComparing(Rule::verbs).compare(this, other);
        }
    }
}
