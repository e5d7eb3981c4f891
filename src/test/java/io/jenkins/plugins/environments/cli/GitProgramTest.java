package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.lifecycle.merge.GitCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The history of a clone")
class GitProgramTest {

    @TempDir
    Path clone;

    private GitCommands history;

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("git", "-C", clone.toString(), "-c", "user.name=Alice", "-c", "user.email=alice@example.com"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text.strip();
    }

    private String commit(String message) throws IOException, InterruptedException {
        git("commit", "--quiet", "--allow-empty", "--message", message);
        return git("rev-parse", "HEAD");
    }

    @BeforeEach
    void aRepository() throws IOException, InterruptedException {
        git("init", "--quiet", "--initial-branch=QA");
        history = GitProgram.in(clone);
    }

    @Test
    void tellsMessagesWholeAndWhatCameBetween() throws IOException, InterruptedException {
        String begin = commit("Begin");
        git("switch", "--quiet", "--create", "cart");
        String cart = commit("Add a cart\n\nIn three parts.");
        git("switch", "--quiet", "QA");
        commit("Meanwhile");
        git("merge", "--quiet", "--no-ff", "--message", "Merge branch 'cart' into QA", "cart");
        String merge = git("rev-parse", "HEAD");

        assertThat(history.parents(merge)).hasSize(2).last().isEqualTo(cart);
        assertThat(history.parents(merge)).hasSize(2).last().isEqualTo(cart);
        assertThat(history.message(cart)).contains("Add a cart\n\nIn three parts.");
        assertThat(history.messages(merge + "^1", merge))
                .containsExactly("Merge branch 'cart' into QA", "Add a cart\n\nIn three parts.");
        assertThat(history.messages(begin, merge)).hasSize(3).contains("Meanwhile");
        assertThat(history.mergeBase(merge, cart)).contains(cart);
        assertThat(history.contains(merge, cart)).isTrue();
        assertThat(history.contains(cart, merge)).isFalse();
        assertThat(history.contains("HEAD", cart.substring(0, 12)))
                .as("a short id")
                .isTrue();
    }

    @Test
    void knowsNothingOfWhatTheCloneDoesNotHave() throws IOException, InterruptedException {
        String begin = commit("Begin");
        String unknown = "0123456789012345678901234567890123456789";

        assertThat(history.message(unknown)).isEmpty();
        assertThat(history.contains(begin, unknown)).isFalse();
        assertThat(history.messages(unknown, begin)).isEmpty();
        assertThat(history.parents(unknown)).isEmpty();
        assertThat(history.parents(begin)).as("the first commit has none").isEmpty();
    }

    @Test
    void takesNoNameForAnOption() throws IOException, InterruptedException {
        commit("Begin");

        assertThat(history.message("--all")).isEmpty();
        assertThat(history.mergeBase("--all", "HEAD")).isEmpty();
    }

    @Test
    void isEmptyOutsideOfARepository(@TempDir Path elsewhere) {
        assertThat(GitProgram.in(elsewhere).message("HEAD")).isEmpty();
    }
}
