package io.jenkins.plugins.environments.target.kubernetes.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads kubeconfig files as kind, k3s, OpenShift and the clouds write them (k8s.io/client-go/tools/clientcmd/api/v1),
 * data before file, as kubectl has it. Programs that a file names are never run.
 */
final class KubeconfigReader {

    private final KubernetesConnection.Kubeconfig given;

    KubeconfigReader(KubernetesConnection.Kubeconfig given) {
        this.given = given;
    }

    ClusterAccess read() {
        Map<?, ?> root = parse();
        String name = given.context() == null ? text(root, "current-context") : given.context();
        if (name == null || name.isEmpty()) {
            throw problem(
                    "the kubeconfig has no current context", "name one of its contexts: " + names(root, "contexts"));
        }
        Map<?, ?> context = named(root, "contexts", "context", name);
        Map<?, ?> cluster = named(root, "clusters", "cluster", text(context, "cluster"));
        String userName = text(context, "user");
        Map<?, ?> user = userName == null || userName.isEmpty() ? Map.of() : named(root, "users", "user", userName);
        refuseForeignWays(cluster, user);
        return new ClusterAccess(
                ServerUrl.check(text(cluster, "server")),
                content(cluster, "certificate-authority"),
                Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify")),
                text(cluster, "proxy-url"),
                certificate(user),
                authentication(user));
    }

    private Map<?, ?> parse() {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(10);
            options.setAllowDuplicateKeys(false);
            if (new Yaml(new SafeConstructor(options)).load(given.text()) instanceof Map<?, ?> root) {
                return root;
            }
        } catch (YAMLException e) {
            // The message would quote the line, which may hold a token.
        }
        throw problem("this is no kubeconfig", "give the file as \"kubectl config view --raw --minify\" prints it");
    }

    private void refuseForeignWays(Map<?, ?> cluster, Map<?, ?> user) {
        if (user.containsKey("exec")) {
            throw problem(
                    "the user logs in with a program (exec \"" + text(asMap(user.get("exec")), "command")
                            + "\"), which is never run here",
                    "make a service account for this and use its token");
        }
        if (user.containsKey("auth-provider")) {
            throw problem(
                    "the user logs in with the auth-provider \"" + text(asMap(user.get("auth-provider")), "name")
                            + "\", which is not supported",
                    "make a service account for this and use its token");
        }
        if (user.containsKey("as")) {
            throw problem("the user acts as somebody else", "use credentials of that user's own");
        }
        if (Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify")) && !given.allowInsecure()) {
            throw problem(
                    "insecure-skip-tls-verify asks not to check who the cluster is",
                    "put its CA into certificate-authority-data, or allow it for this target");
        }
        if (cluster.containsKey("tls-server-name")) {
            throw problem(
                    "tls-server-name is not supported", "use an address of the server that its certificate names");
        }
    }

    @CheckForNull
    private Authentication.Certificate certificate(Map<?, ?> user) {
        String certificates = content(user, "client-certificate");
        String key = content(user, "client-key");
        if (certificates == null && key == null) {
            return null;
        }
        if (certificates == null || key == null) {
            throw problem(
                    "the user has a client "
                            + (key == null ? "certificate without its key" : "key without certificate"),
                    "give both");
        }
        return new Authentication.Certificate(certificates, key);
    }

    private Authentication authentication(Map<?, ?> user) {
        // client-go reads tokenFile first when both are there.
        String tokenFile = text(user, "tokenFile");
        if (tokenFile != null) {
            return new Authentication.TokenFile(path(tokenFile, "tokenFile"));
        }
        String token = text(user, "token");
        if (token != null) {
            return new Authentication.Token(token);
        }
        String name = text(user, "username");
        String password = text(user, "password");
        return name == null || password == null
                ? new Authentication.Anonymous()
                : new Authentication.Password(name, password);
    }

    @CheckForNull
    private String content(Map<?, ?> map, String key) {
        String data = text(map, key + "-data");
        if (data != null) {
            try {
                return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII);
            } catch (IllegalArgumentException e) {
                throw problem(key + "-data is no base64", "copy the value whole");
            }
        }
        String file = text(map, key);
        return file == null ? null : CredentialFiles.read(path(file, key), key);
    }

    private Path path(String file, String key) {
        Path folder = given.folder();
        if (folder == null) {
            throw problem(
                    key + " names the file " + file + ", and this kubeconfig came from no folder",
                    "put the content in, as \"kubectl config view --raw --flatten\" prints it");
        }
        return folder.resolve(file);
    }

    private Map<?, ?> named(Map<?, ?> root, String list, String key, @CheckForNull String name) {
        if (root.get(list) instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> map
                        && String.valueOf(map.get("name")).equals(name)) {
                    return asMap(map.get(key));
                }
            }
        }
        throw problem("the kubeconfig has no " + key + " \"" + name + "\"", "it has: " + names(root, list));
    }

    private static String names(Map<?, ?> root, String list) {
        return root.get(list) instanceof List<?> entries
                ? entries.stream()
                        .map(entry -> String.valueOf(asMap(entry).get("name")))
                        .toList()
                        .toString()
                : "none";
    }

    private static Map<?, ?> asMap(@CheckForNull Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    @CheckForNull
    private static String text(Map<?, ?> map, String key) {
        Object value = map.get(key);
        return value == null || value.toString().isBlank() ? null : value.toString();
    }

    private InvalidInputException problem(String what, String remedy) {
        return new InvalidInputException(new Problem(Position.of(given.source()), what, remedy));
    }
}
