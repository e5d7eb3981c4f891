package io.jenkins.plugins.environments.target.kubernetes.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.nio.file.Path;

/**
 * How a cluster is reached, as an administrator said it. Nothing is ever taken from the environment or the home folder
 * unasked. None of these prints what is secret in it.
 */
public sealed interface KubernetesConnection {

    /**
     * Reads what is to be read and checks that it is complete; talks to no cluster.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when something is missing, wrong or refused
     */
    ClusterAccess resolve();

    /**
     * A kubeconfig's text.
     *
     * @param source what a person calls it, for messages: a file's path, a credential's id
     * @param folder where relative paths in it start; null: paths in it are refused, as it came from no file
     * @param context null: its current one
     * @param allowInsecure whether {@code insecure-skip-tls-verify} is obeyed; else it is refused
     */
    record Kubeconfig(
            String source, String text, @CheckForNull Path folder, @CheckForNull String context, boolean allowInsecure)
            implements KubernetesConnection {

        /** A kubeconfig file, read now; its paths are relative to it. */
        public static Kubeconfig file(Path file, @CheckForNull String context) {
            return new Kubeconfig(
                    file.toString(),
                    CredentialFiles.read(file, "the kubeconfig"),
                    file.toAbsolutePath().getParent(),
                    context,
                    false);
        }

        @Override
        public ClusterAccess resolve() {
            return new KubeconfigReader(this).read();
        }

        @Override
        public String toString() {
            return "kubeconfig " + source + (context == null ? "" : " context " + context);
        }
    }

    /**
     * A server and credentials for it.
     *
     * @param caCertificate PEM; null: the system's trust
     * @param insecure no certificate is checked; only for a target whose administrator said so
     */
    record Server(String url, @CheckForNull String caCertificate, Authentication authentication, boolean insecure)
            implements KubernetesConnection {

        @Override
        public ClusterAccess resolve() {
            return new ClusterAccess(ServerUrl.check(url), caCertificate, insecure, null, null, authentication);
        }

        @Override
        public String toString() {
            return "server " + url;
        }
    }

    /**
     * The service account of the pod that this program runs in.
     *
     * @param folder where its token and CA are, on Kubernetes {@code /var/run/secrets/kubernetes.io/serviceaccount}
     * @param host the value of {@code KUBERNETES_SERVICE_HOST}
     * @param port the value of {@code KUBERNETES_SERVICE_PORT}
     */
    record InCluster(Path folder, String host, String port) implements KubernetesConnection {

        @Override
        public ClusterAccess resolve() {
            String address = host.contains(":") ? "[" + host + "]" : host;
            return new ClusterAccess(
                    ServerUrl.check("https://" + address + ":" + port),
                    CredentialFiles.read(folder.resolve("ca.crt"), "the service account's CA certificate"),
                    false,
                    null,
                    null,
                    new Authentication.TokenFile(folder.resolve("token")));
        }
    }
}
