package io.jenkins.plugins.environments.jenkins.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.jenkins.config.TargetSettings;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.Target;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A target is connected once, and anew when what it is made of changes")
class ConfiguredTargetsTest {

    private final Map<String, String> configured = new HashMap<>(Map.of("a", "token 1", "b", "token 1"));
    private final List<String> connected = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final List<Target> retired = new ArrayList<>();
    private int looks;
    private Instant now = Instant.EPOCH;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final ConfiguredTargets targets =
            new ConfiguredTargets(this::settings, "this controller", clock, retired::add);

    /** What a target is made of, as an administrator wrote it. */
    private record Made(String id, String of, List<String> connected, List<String> closed)
            implements TargetSettings.Blueprint {
        @Override
        public Target connect(String holder) {
            String name = id + " with " + of + " for " + holder;
            connected.add(name);
            return (Target) Proxy.newProxyInstance(
                    Target.class.getClassLoader(), new Class<?>[] {Target.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            closed.add(name);
                        }
                        return method.getName().equals("equals")
                                ? proxy == arguments[0]
                                : method.getName().equals("hashCode") ? (Object) name.hashCode() : null;
                    });
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Made that && id.equals(that.id) && of.equals(that.of);
        }

        @Override
        public int hashCode() {
            return of.hashCode();
        }
    }

    private TargetSettings settings(String id) {
        looks++;
        String of = configured.get(id);
        if (of == null) {
            throw new InvalidInputException(new Problem(null, "no target \"" + id + "\"", "add it"));
        }
        return new TargetSettings(id) {
            @Override
            public Blueprint blueprint() {
                return new Made(id, of, connected, closed);
            }
        };
    }

    private void later() {
        now = now.plus(ConfiguredTargets.TRUSTED).plus(Duration.ofMillis(1));
    }

    @Test
    void it_is_connected_when_it_is_first_used() {
        assertThat(connected).isEmpty();
        Target first = targets.target("a");
        assertThat(connected).containsExactly("a with token 1 for this controller");
        assertThat(targets.target("a")).isSameAs(first);
        assertThat(connected).hasSize(1);
    }

    @Test
    void its_settings_are_not_read_for_each_use() {
        targets.target("a");
        targets.target("a");
        assertThat(looks).isEqualTo(1);
        later();
        targets.target("a");
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void settings_that_did_not_change_keep_the_connection() {
        Target first = targets.target("a");
        later();
        assertThat(targets.target("a")).isSameAs(first);
        assertThat(retired).isEmpty();
    }

    @Test
    void other_credentials_make_another_connection_and_retire_the_first() {
        Target first = targets.target("a");
        configured.put("a", "token 2");
        later();
        Target second = targets.target("a");
        assertThat(second).isNotSameAs(first);
        assertThat(connected).endsWith("a with token 2 for this controller");
        assertThat(retired).containsExactly(first);
        assertThat(closed).as("what still uses it can end").isEmpty();
    }

    @Test
    void each_target_has_its_own() {
        assertThat(targets.target("a")).isNotSameAs(targets.target("b"));
    }

    @Test
    void one_that_is_not_configured_is_told_and_asked_for_again_next_time() {
        assertThatThrownBy(() -> targets.target("c")).isInstanceOf(InvalidInputException.class);
        configured.put("c", "token 3");
        targets.target("c");
        assertThat(connected).containsExactly("c with token 3 for this controller");
    }

    @Test
    void at_the_end_all_are_closed() {
        targets.target("a");
        targets.target("b");
        targets.close();
        assertThat(closed)
                .containsExactlyInAnyOrder("a with token 1 for this controller", "b with token 1 for this controller");
    }
}
