package io.jenkins.plugins.environments.target.kubernetes.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * Makes clients. Credentials go straight into the HTTP client, never into the library's configuration: keys of every
 * form work without a further library, a token that rotates is read again, and nothing looks for other credentials when
 * ours are refused.
 */
public final class Clients {

    private Clients() {}

    /**
     * A client of a cluster; nothing is sent yet. Whoever has it closes it.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when certificates or keys can't be read
     */
    public static KubernetesClient connect(ClusterAccess access) {
        KeyManager[] keys = Tls.keys(access.certificate());
        Config config = ClientConfigurations.of(access);
        TrustManager[] trust = trust(access, config);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(http -> {
                    http.sslContext(keys, trust);
                    http.addOrReplaceInterceptor(
                            TokenRefreshInterceptor.NAME, new Authorization(access.authentication()));
                })
                .build();
    }

    private static TrustManager[] trust(ClusterAccess access, Config config) {
        if (!access.insecure()) {
            return Tls.trust(access.caCertificate());
        }
        try {
            return SSLUtils.trustManagers(config);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java has no trust managers", e);
        }
    }

    /** Says who we are on each request; asks again once when that is refused, as the token may just have been renewed. */
    private record Authorization(Authentication authentication) implements Interceptor {

        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            String header = authentication.header();
            if (header != null) {
                builder.setHeader("Authorization", header);
            }
        }

        @Override
        public CompletableFuture<Boolean> afterFailure(
                BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
            String header = authentication.header();
            boolean again = response.code() == 401
                    && authentication instanceof Authentication.TokenFile
                    && !sent(response, header);
            if (again) {
                builder.setHeader("Authorization", String.valueOf(header));
            }
            return CompletableFuture.completedFuture(again);
        }

        private static boolean sent(HttpResponse<?> response, @CheckForNull String header) {
            return response.request() != null
                    && response.request().headers("Authorization").contains(header);
        }
    }
}
