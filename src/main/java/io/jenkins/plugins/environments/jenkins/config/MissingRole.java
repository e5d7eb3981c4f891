package io.jenkins.plugins.environments.jenkins.config;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The role that would give a target's account what it lacks, as a manifest that an administrator can apply. */
final class MissingRole {

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
        StringBuilder role = new StringBuilder(
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata:
                  name: jenkins-environments-missing
                rules:
                """);
        verbs.forEach((resource, allowed) -> {
            int dot = resource.indexOf('.');
            role.append("- apiGroups: [\"")
                    .append(dot < 0 ? "" : resource.substring(dot + 1))
                    .append("\"]\n  resources: [\"")
                    .append(dot < 0 ? resource : resource.substring(0, dot))
                    .append("\"]\n  verbs: [\"")
                    .append(String.join("\", \"", allowed))
                    .append("\"]\n");
        });
        return role.toString();
    }
}
