package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.environments.model.Position;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The entries of a mapping, few or many,")
class EntriesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 9, 100})
    void are_found_by_name_in_the_order_in_which_they_came(int count) {
        Entries entries = entries(count);

        assertThat(entries).hasSize(count);
        assertThat(entries.keySet()).containsExactlyElementsOf(names(count));
        for (String name : names(count)) {
            assertThat(((Tree.Text) entries.get(name)).text()).isEqualTo("value of " + name);
            assertThat(entries.at(name)).isEqualTo(place(name));
        }
        assertThat(entries.containsKey("another")).isFalse();
        assertThat(entries.get("another")).isNull();
        assertThat(entries.at("another")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 100})
    void keep_their_order_when_one_is_replaced(int count) {
        Entries entries = entries(count);

        entries.set("n0", Tree.NOWHERE, text("other"));

        assertThat(entries.keySet()).containsExactlyElementsOf(names(count));
        assertThat(entries.get("n0")).isEqualTo(text("other"));
        assertThat(entries.at("n0")).isEqualTo(Tree.NOWHERE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 100})
    void stay_as_they_are_when_a_copy_changes(int count) {
        Entries entries = entries(count);

        entries.copy().set("n0", Tree.NOWHERE, text("other"));
        entries.copy().set("more", Tree.NOWHERE, text("more"));
        entries.with("n0", text("other"));
        entries.mapped((name, value) -> text("other"));
        entries.without(Set.of("n0"));

        assertThat(entries.keySet()).containsExactlyElementsOf(names(count));
        assertThat(entries.get("n0")).isEqualTo(text("value of n0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 100})
    void are_the_same_ones_with_other_values(int count) {
        Entries entries = entries(count);

        Entries mapped = entries.mapped((name, value) -> name.equals("n0") ? text("other") : value);

        assertThat(mapped.keySet()).containsExactlyElementsOf(names(count));
        assertThat(mapped.get("n0")).isEqualTo(text("other"));
        assertThat(mapped.at("n0")).isEqualTo(place("n0"));
        assertThat(entries.mapped((name, value) -> value)).isSameAs(entries);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 10, 100})
    void are_found_after_some_are_left_out(int count) {
        Entries rest = entries(count).without(Set.of("n0", "another"));

        assertThat(rest.keySet())
                .containsExactlyElementsOf(names(count).subList(1, count))
                .allSatisfy(name -> assertThat(rest.at(name)).isEqualTo(place(name)));
        assertThat(rest.containsKey("n0")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void are_not_changed_by_who_sees_them_as_a_map(int count) {
        Entries entries = entries(count);
        Iterator<Map.Entry<String, Tree>> iterator = entries.entrySet().iterator();
        Map.Entry<String, Tree> first = iterator.next();

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> entries.put("n0", text("other")));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(iterator::remove);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> first.setValue(text("other")));
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> {
            while (true) {
                iterator.next();
            }
        });
    }

    private static Entries entries(int count) {
        Entries entries = new Entries();
        names(count).forEach(name -> entries.set(name, place(name), text("value of " + name)));
        return entries;
    }

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("n" + i);
        }
        return names;
    }

    private static Position place(String name) {
        return new Position("compose.yaml", 1 + Integer.parseInt(name.substring(1)), 1);
    }

    private static Tree text(String text) {
        return Tree.Text.of(text, Tree.NOWHERE);
    }
}
