package io.jenkins.plugins.environments.target.kubernetes.cluster;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;

import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.target.CuttableLine;
import io.jenkins.plugins.environments.target.Ground;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.TargetContract;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.connection.Authentication;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A target: Kubernetes, on the embedded API")
class EmbeddedContractTest extends TargetContract {

    @Override
    protected Ground ground() {
        return new EmbeddedGround(EmbeddedKubernetes.start(Duration.ofMillis(20)));
    }

    private static final class EmbeddedGround extends KubernetesGround {

        private final EmbeddedKubernetes kubernetes;
        private final CuttableLine line;

        EmbeddedGround(EmbeddedKubernetes kubernetes) {
            super("shop", KubernetesSettings.DEFAULT, server(kubernetes.url()));
            this.kubernetes = kubernetes;
            this.line = new CuttableLine(URI.create(kubernetes.url()).getPort());
        }

        private static KubernetesConnection server(String url) {
            return new KubernetesConnection.Server(url, null, new Authentication.Anonymous(), false);
        }

        @Override
        public Target byLine() {
            return KubernetesTarget.connect("line", KubernetesSettings.DEFAULT, server(line.url()), HOLDER);
        }

        @Override
        public void cut() {
            line.cut();
        }

        @Override
        public void mend() {
            line.mend();
        }

        @Override
        public ServiceFixture listening(String name, int port) {
            return service(name).expose(port);
        }

        /** No container runs here, so none starts slowly; the contract's lifecycle does not believe in failures soon. */
        @Override
        public ServiceFixture starting(String name) {
            return listening(name, 8080).image(unknownImage());
        }

        @Override
        public String unknownImage() {
            return EmbeddedKubernetes.NO_IMAGES + "/none:1";
        }

        @Override
        public void close() {
            super.close();
            line.close();
            kubernetes.close();
        }
    }
}
