package io.jenkins.plugins.environments.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@DisplayName("The role with what is missing")
class MissingRoleTest {

    @Test
    void has_a_rule_for_each_resource_with_its_group_and_verbs() {
        String role = MissingRole.of(List.of(
                "get pods/log",
                "create ingresses.networking.k8s.io",
                "patch deployments.apps",
                "create deployments.apps"));

        assertThat(role)
                .isEqualTo(
                        """
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: ClusterRole
                        metadata:
                          name: jenkins-environments-missing
                        rules:
                        - apiGroups: ["apps"]
                          resources: ["deployments"]
                          verbs: ["create", "patch"]
                        - apiGroups: ["networking.k8s.io"]
                          resources: ["ingresses"]
                          verbs: ["create"]
                        - apiGroups: [""]
                          resources: ["pods/log"]
                          verbs: ["get"]
                        """);
        Object parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(role);
        assertThat(parsed).isNotNull();
    }
}
