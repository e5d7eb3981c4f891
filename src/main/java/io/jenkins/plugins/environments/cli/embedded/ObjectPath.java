package io.jenkins.plugins.environments.cli.embedded;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of an object or of a collection in the Kubernetes API.
 *
 * @param root {@code /api/v1} or {@code /apis/<group>/<version>}
 * @param namespace null for cluster-scoped kinds and for collections over all namespaces
 * @param name null for a collection
 */
record ObjectPath(String root, @CheckForNull String namespace, String plural, @CheckForNull String name) {

    private static final Pattern FORM = Pattern.compile(
            "(?<root>/api/v1|/apis/[^/]+/[^/]+)(/namespaces/(?<namespace>[^/]+))?/(?<plural>[a-z]+)(/(?<name>[^/]+))?");
    private static final Pattern NAMESPACE = Pattern.compile("/api/v1/namespaces(/(?<name>[^/]+))?");

    /** The path of that form; null when it is none, e.g. that of a subresource. */
    @CheckForNull
    static ObjectPath parse(String path) {
        Matcher namespace = NAMESPACE.matcher(path);
        if (namespace.matches()) {
            return new ObjectPath("/api/v1", null, "namespaces", namespace.group("name"));
        }
        Matcher form = FORM.matcher(path);
        return form.matches()
                ? new ObjectPath(form.group("root"), form.group("namespace"), form.group("plural"), form.group("name"))
                : null;
    }

    static ObjectPath namespace(String name) {
        return new ObjectPath("/api/v1", null, "namespaces", name);
    }

    /** The path of an object of a collection. */
    ObjectPath named(String object) {
        return new ObjectPath(root, namespace, plural, object);
    }

    @Override
    public String toString() {
        return root + (namespace == null ? "" : "/namespaces/" + namespace) + "/" + plural
                + (name == null ? "" : "/" + name);
    }
}
