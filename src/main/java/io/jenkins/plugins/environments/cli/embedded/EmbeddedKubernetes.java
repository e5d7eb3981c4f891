package io.jenkins.plugins.environments.cli.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import okhttp3.mockwebserver.MockWebServer;

/**
 * A Kubernetes API on a port of the loopback interface, without TLS and without accounts. It keeps objects in memory and
 * plays the controllers that environments need: Deployments, StatefulSets and Jobs get pods that become ready, claims
 * are bound, namespaces are emptied before they go. No container runs; an image from the host {@value #NO_IMAGES} is
 * never found, so that failures can be seen, too.
 */
public final class EmbeddedKubernetes implements AutoCloseable {

    /** Images from this host can't be pulled. */
    public static final String NO_IMAGES = "missing.invalid";

    private final MockWebServer server = new MockWebServer();
    private final ApiServer api;
    private final Controllers controllers;
    private final int furniture;

    private EmbeddedKubernetes(Duration pace) {
        api = new ApiServer();
        controllers = new Controllers(api, pace);
        api.listener(controllers::changed);
        server.setDispatcher(api);
        api.furnish(
                new ObjectPath("/apis/storage.k8s.io/v1", null, "storageclasses", "standard"),
                """
                {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": "embedded",
                 "metadata": {"name": "standard",
                   "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}}
                """);
        api.furnish(
                new ObjectPath("/apis/networking.k8s.io/v1", null, "ingressclasses", "embedded"),
                """
                {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "spec": {"controller": "embedded"},
                 "metadata": {"name": "embedded",
                   "annotations": {"ingressclass.kubernetes.io/is-default-class": "true"}}}
                """);
        furniture = api.size();
    }

    /**
     * Starts one.
     *
     * @param pace how long a pod takes to become ready
     */
    public static EmbeddedKubernetes start(Duration pace) {
        EmbeddedKubernetes kubernetes = new EmbeddedKubernetes(pace);
        try {
            kubernetes.server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the embedded Kubernetes API", e);
        }
        return kubernetes;
    }

    /** The address of the API, e.g. {@code http://127.0.0.1:40123}. */
    public String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** A kubeconfig that names it. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: embedded
                contexts:
                - name: embedded
                  context: {cluster: embedded, user: nobody}
                clusters:
                - name: embedded
                  cluster: {server: "%s"}
                users:
                - name: nobody
                  user: {}
                """
                .formatted(url());
    }

    /** How many objects there are, of all kinds and in all namespaces, but for those that every cluster has. */
    public int objects() {
        return api.size() - furniture;
    }

    @Override
    public void close() {
        controllers.close();
        try {
            server.shutdown();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded Kubernetes API did not stop", e);
        }
    }
}
