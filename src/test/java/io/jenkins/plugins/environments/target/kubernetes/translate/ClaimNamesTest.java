package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.StackFixtures;
import io.jenkins.plugins.environments.model.stack.Volume;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A claim on the cluster is for the volume")
class ClaimNamesTest {

    private final Stack stack = StackFixtures.stack(
            List.of(service("db")),
            List.of(
                    volume("data"),
                    volume("data-old"),
                    volume("Data_With.Signs"),
                    new Volume("others", "theirs", Map.of(), Map.of(), new Position("compose.yaml", 90, 3))),
            List.of());

    private String volumeOf(String claim) {
        return ClaimNames.volume(stack, claim).map(Volume::name).orElse("");
    }

    @Test
    void of_whose_name_it_is_made() {
        assertThat(volumeOf("data")).isEqualTo("data");
        assertThat(volumeOf(Names.claim("Data_With.Signs"))).isEqualTo("Data_With.Signs");
    }

    @Test
    void whose_template_made_it_for_a_replica() {
        assertThat(volumeOf("data-db-0")).isEqualTo("data");
        assertThat(volumeOf("data-old-db-1")).isEqualTo("data-old");
    }

    @Test
    void that_names_it_as_made_by_others() {
        assertThat(volumeOf("theirs")).isEqualTo("others");
        assertThat(volumeOf("theirs-db-0")).isEmpty();
        assertThat(volumeOf("others")).isEmpty();
    }

    @Test
    void of_none_when_a_manifest_made_it() {
        assertThat(volumeOf("uploads")).isEmpty();
    }
}
