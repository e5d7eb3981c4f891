package io.jenkins.plugins.environments.target.kubernetes.connection;

import io.fabric8.kubernetes.client.Config;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * The one place that knows the client library's configuration by name. Its setters have other signatures, and are
 * inherited from another class, in client 7 ({@code Integer} where 6.10 has {@code int}): they are called by name, so
 * that the same class works with either.
 */
final class ClientConfigurations {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 20_000;
    /** So many requests may be in flight, and the watches beside them. */
    private static final int CONCURRENT = 64;

    private ClientConfigurations() {}

    /** For this server, from nothing but what is given: no kubeconfig, no environment variable, no system property. */
    static Config of(ClusterAccess access) {
        Config config = Config.empty();
        config.setMasterUrl(access.url());
        config.setTrustCerts(access.insecure());
        config.setDisableHostnameVerification(access.insecure());
        set(config, "setConnectionTimeout", CONNECT_MILLIS);
        set(config, "setRequestTimeout", REQUEST_MILLIS);
        // Who calls us repeats what failed for the moment; one more try here hides a connection that was closed unseen.
        set(config, "setRequestRetryBackoffLimit", 1);
        set(config, "setMaxConcurrentRequests", CONCURRENT);
        set(config, "setMaxConcurrentRequestsPerHost", CONCURRENT);
        set(config, "setWatchReconnectInterval", 1_000);
        set(config, "setWebsocketPingInterval", 10_000L);
        set(config, "setUserAgent", "environment-lifecycle");
        if (access.proxy() != null) {
            set(config, "setHttpProxy", access.proxy());
            set(config, "setHttpsProxy", access.proxy());
        }
        return config;
    }

    private static void set(Config config, String setter, Object value) {
        for (Method method : config.getClass().getMethods()) {
            if (method.getName().equals(setter) && method.getParameterCount() == 1) {
                try {
                    method.invoke(config, value);
                    return;
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalStateException("the Kubernetes client does not take " + setter, e);
                }
            }
        }
        throw new IllegalStateException("the Kubernetes client has no " + setter);
    }
}
