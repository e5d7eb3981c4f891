package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.jenkins.plugins.environments.model.stack.Service.Hosts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A service's host settings")
class HostSettingsTest {

    @Test
    @DisplayName("name the host")
    void hostname() {
        assertThat(pod(new Hosts("rabbit", null, Map.of(), List.of(), List.of(), List.of(), null))
                        .getHostname())
                .isEqualTo("rabbit");
        assertThat(Translated.of(service("web")).pod("web").getHostname()).isNull();
    }

    @Test
    @DisplayName("name it otherwise where it must be, with a warning")
    void impossibleHostname() {
        Translated translated = Translated.of(
                service("web").hosts(new Hosts("My_Host", null, Map.of(), List.of(), List.of(), List.of(), null)));

        String name = translated.pod("web").getHostname();
        assertThat(name).matches("my-host-[0-9a-f]{8}");
        assertThat(translated.warnings())
                .containsExactly("compose.yaml:3:3: service web: its host name is " + name
                        + " here, since \"My_Host\" is no DNS label; use lower-case letters, digits and dashes");
    }

    @Test
    @DisplayName("fill the hosts file, by address")
    void extraHosts() {
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        hosts.put("legacy", List.of("10.0.0.9"));
        hosts.put("ldap", List.of("10.0.0.8", "fd00::8"));
        hosts.put("ldap2", List.of("10.0.0.8"));

        assertThat(pod(new Hosts(null, null, hosts, List.of(), List.of(), List.of(), null))
                        .getHostAliases())
                .extracting(HostAlias::getIp, HostAlias::getHostnames)
                .containsExactly(
                        tuple("10.0.0.8", List.of("ldap", "ldap2")),
                        tuple("10.0.0.9", List.of("legacy")),
                        tuple("fd00::8", List.of("ldap")));
    }

    @Test
    @DisplayName("leave out what is no address, with a warning")
    void hostGateway() {
        Translated translated = Translated.of(service("web")
                .hosts(new Hosts(
                        null,
                        null,
                        Map.of("host.docker.internal", List.of("host-gateway")),
                        List.of(),
                        List.of(),
                        List.of(),
                        null)));

        assertThat(translated.pod("web").getHostAliases()).isEmpty();
        assertThat(translated.warnings())
                .containsExactly("compose.yaml:3:3: service web: the extra host host.docker.internal is left out, since"
                        + " \"host-gateway\" is no address on Kubernetes; give an IP address, or the DNS name of what it"
                        + " shall reach");
    }

    @Test
    @DisplayName("add name servers to the cluster's own")
    void dns() {
        PodSpec pod = pod(new Hosts(
                null,
                null,
                Map.of(),
                List.of("10.1.1.1"),
                List.of("corp.example"),
                List.of("ndots:2", "use-vc"),
                null));

        assertThat(pod.getDnsPolicy()).isNull();
        assertThat(pod.getDnsConfig().getNameservers()).containsExactly("10.1.1.1");
        assertThat(pod.getDnsConfig().getSearches()).containsExactly("corp.example");
        assertThat(pod.getDnsConfig().getOptions())
                .extracting(PodDNSConfigOption::getName, PodDNSConfigOption::getValue)
                .containsExactly(tuple("ndots", "2"), tuple("use-vc", null));
        assertThat(Translated.of(service("web")).pod("web").getDnsConfig()).isNull();
    }

    private static PodSpec pod(Hosts hosts) {
        return Translated.of(service("web").hosts(hosts)).pod("web");
    }
}
