package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A table")
class TreeTest {

    private final Tree.Text one = Tree.Text.of("1", Tree.NOWHERE);

    @Test
    void is_never_changed_once_it_is_made() {
        Tree.Editor editor = new Tree.Editor(Tree.NOWHERE).put("a", Tree.NOWHERE, one);
        Tree.Table table = editor.table();

        assertThatIllegalStateException().isThrownBy(() -> editor.put("b", Tree.NOWHERE, one));
        assertThat(table.entries()).containsOnlyKeys("a");
    }

    @Test
    void is_edited_as_a_copy() {
        Tree.Table table =
                new Tree.Editor(Tree.NOWHERE).put("a", Tree.NOWHERE, one).table();

        assertThat(table.with("b", one).without("a").entries()).containsOnlyKeys("b");
        assertThat(table.entries()).containsOnlyKeys("a");
    }

    @Test
    void knows_the_path_of_what_is_in_it() {
        assertThat(KeyPath.TOP.keys()).isEmpty();
        assertThat(KeyPath.TOP.key("services").key("web").keys()).containsExactly("services", "web");
    }
}
