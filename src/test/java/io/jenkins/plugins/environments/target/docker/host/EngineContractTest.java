package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.stack.HealthCheck;
import io.jenkins.plugins.environments.model.stack.StackFixtures;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.target.CuttableLine;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Ground;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.TargetContract;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.compose.LocalPrograms;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.engine.EngineObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("engine")
@DisplayName("A target: Docker, on a real engine")
class EngineContractTest extends TargetContract {

    @Override
    protected Ground ground() {
        return new EngineGround();
    }

    private static final class EngineGround implements Ground {

        private final RealEngine real = new RealEngine();
        private final CuttableLine line =
                new CuttableLine(RealEngine.tls().uri().getPort());

        @Override
        public Target target() {
            return real.target;
        }

        @Override
        public Target byLine() {
            URI uri = URI.create(line.url().replace("http", "tcp"));
            return DockerTarget.connect(
                    "line",
                    DockerSettings.DEFAULT,
                    new EngineConnection(uri, RealEngine.tls().tls()),
                    new LocalPrograms(null));
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
        public String project() {
            return real.project;
        }

        @Override
        public ServiceFixture listening(String name, int port) {
            return RealEngine.listening(name, port);
        }

        @Override
        public ServiceFixture starting(String name) {
            return listening(name, 8080)
                    .healthcheck(new HealthCheck(
                            false,
                            false,
                            List.of(StackFixtures.plain("false")),
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(5),
                            Duration.ofMinutes(30),
                            Duration.ofSeconds(5),
                            3,
                            StackFixtures.at(15)));
        }

        @Override
        public String unknownImage() {
            return "registry.invalid/none:1";
        }

        @Override
        public List<String> instances(Desired desired) {
            return real.containers();
        }

        @Override
        public List<String> volumes(Desired desired) {
            return real.engine.volumes(Labels.NAME, Labels.PROJECT + "=" + real.project).stream()
                    .map(EngineObject::name)
                    .toList();
        }

        @Override
        public List<String> everything(Desired desired) {
            return RealEngine.everything(real.engine, real.project);
        }

        private void each(Desired desired, String service, Consumer<EngineContainer> action) {
            real.engine
                    .containers(Labels.ENVIRONMENT + "=" + desired.id(), Labels.SERVICE + "=" + service)
                    .forEach(action);
        }

        @Override
        public void stop(Desired desired, String service) {
            each(desired, service, container -> real.engine.stop(container.id()));
        }

        @Override
        public void remove(Desired desired, String service) {
            each(desired, service, container -> real.engine.removeContainer(container.id()));
        }

        @Override
        public void occupy(Desired desired) {
            real.engine.createVolume(desired.id() + "_data", Map.of());
        }

        @Override
        public Runnable hold(Desired desired) {
            String foreign = real.engine.createIdle(
                    real.project + "-foreign", RealEngine.IMAGE, Map.of(), desired.id() + "_data", "/data");
            return () -> real.engine.removeContainer(foreign);
        }

        @Override
        public String holder() {
            return "in use";
        }

        @Override
        public void close() {
            line.close();
            real.close();
        }
    }
}
