package io.jenkins.plugins.environments.target.kubernetes.observe;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of manifests that are watched, as a namespace's annotation {@link Labels#WATCHED} names them. */
public final class WatchedKinds {

    /** Kinds that are watched for all environments anyway. */
    public static final Set<String> ALWAYS = Set.of("Namespace", "Deployment", "StatefulSet", "Job", "Pod");

    private static final String CLUSTER = "cluster";

    private WatchedKinds() {}

    /** The value of the annotation. */
    public static String print(Collection<ApiKind> kinds) {
        return kinds.stream()
                .map(kind -> kind.apiVersion() + "/" + kind.plural() + "/" + kind.kind()
                        + (kind.namespaced() ? "" : "/" + CLUSTER))
                .collect(Collectors.joining(","));
    }

    /** The kinds that a value names; what can't be read is left out, as people can write there. */
    static Set<ApiKind> parse(@CheckForNull String value) {
        Set<ApiKind> kinds = new LinkedHashSet<>();
        for (String entry : (value == null ? "" : value).split(",")) {
            List<String> parts = List.of(entry.split("/"));
            boolean namespaced = !parts.get(parts.size() - 1).equals(CLUSTER);
            int length = namespaced ? parts.size() : parts.size() - 1;
            if (length == 3 || length == 4) {
                kinds.add(new ApiKind(
                        String.join("/", parts.subList(0, length - 2)),
                        parts.get(length - 1),
                        parts.get(length - 2),
                        namespaced,
                        List.of()));
            }
        }
        return kinds;
    }
}
