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
    void has_a_rule_for_all_that_is_alike_and_the_binding() {
        String role = MissingRole.of(List.of(
                "get pods/log",
                "get pods",
                "create statefulsets.apps",
                "patch statefulsets.apps",
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
                        - apiGroups: [""]
                          resources: ["pods", "pods/log"]
                          verbs: ["get"]
                        - apiGroups: ["apps"]
                          resources: ["deployments", "statefulsets"]
                          verbs: ["create", "patch"]
                        - apiGroups: ["networking.k8s.io"]
                          resources: ["ingresses"]
                          verbs: ["create"]
                        ---
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: ClusterRoleBinding
                        metadata:
                          name: jenkins-environments-missing
                        roleRef:
                          apiGroup: rbac.authorization.k8s.io
                          kind: ClusterRole
                          name: jenkins-environments-missing
                        subjects:
                        - kind: ServiceAccount
                          namespace: NAMESPACE
                          name: NAME
                        """);
        assertThat(new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(role))
                .hasSize(2);
    }
}
