package io.jenkins.plugins.environments.jenkins.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.lifecycle.merge.GitCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A repository as a source-code server keeps it, with a ref for each request that is open, and somebody who works with
 * it. All by the {@code git} program.
 */
public final class Forge {

    private final Path served;
    private final Path clone;

    private Forge(Path folder) {
        this.served = folder.resolve("giveway.git");
        this.clone = folder.resolve("clone");
    }

    /** Has the branches, all at the same first commit. */
    public static Forge create(Path folder, String... branches) throws IOException, InterruptedException {
        Forge forge = new Forge(folder);
        run(folder, "init", "--quiet", "--bare", forge.served.toString());
        run(folder, "init", "--quiet", "--initial-branch=" + branches[0], forge.clone.toString());
        forge.git("remote", "add", "origin", forge.served.toString());
        forge.git("commit", "--quiet", "--allow-empty", "--message", "Begin");
        for (String branch : branches) {
            forge.git("push", "--quiet", "origin", "HEAD:refs/heads/" + branch);
        }
        return forge;
    }

    /** Where it is served. */
    public String remote() {
        return served.toString();
    }

    /** Pushes a commit onto a branch, which begins at another one when it is new. @return its id */
    public String commit(String branch, String from, String message, Map<String, String> files)
            throws IOException, InterruptedException {
        checkout(knows(branch) ? branch : from);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = clone.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message", message);
        return push(branch);
    }

    /** Opens a request, or shows it what was pushed since. */
    public void request(int number, String branch, String into) throws IOException, InterruptedException {
        run(served, "update-ref", ref(String.valueOf(number), into), "refs/heads/" + branch);
    }

    /** Closes a request, merged or not. */
    public void close(int number, String into) throws IOException, InterruptedException {
        run(served, "update-ref", "-d", ref(String.valueOf(number), into));
    }

    /** Merges a branch by a merge commit. @return its id */
    public String merge(String branch, String into, String message) throws IOException, InterruptedException {
        checkout(into);
        git("merge", "--quiet", "--no-ff", "--message", message, "origin/" + branch);
        return push(into);
    }

    /** Merges a branch as one commit of its own. @return its id */
    public String squash(String branch, String into, String message) throws IOException, InterruptedException {
        checkout(into);
        git("merge", "--quiet", "--squash", "origin/" + branch);
        git("commit", "--quiet", "--allow-empty", "--message", message);
        return push(into);
    }

    /** Puts the commits of a branch, anew, onto another one. @return the last one's id */
    public String rebase(String branch, String into) throws IOException, InterruptedException {
        checkout(into);
        git("cherry-pick", "--allow-empty", "--keep-redundant-commits", "origin/" + into + "..origin/" + branch);
        return push(into);
    }

    /** Moves a branch on to where another one is. @return the commit's id */
    public String forward(String branch, String into) throws IOException, InterruptedException {
        checkout(branch);
        return push(into);
    }

    /** What the repository tells. */
    public GitCommands history() {
        return new GitCommands(arguments -> {
            try {
                List<String> command = new ArrayList<>(List.of("git", "-C", served.toString()));
                command.addAll(arguments);
                Process process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return process.waitFor() == 0 ? Optional.of(text.strip()) : Optional.empty();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private boolean knows(String branch) throws IOException, InterruptedException {
        git("fetch", "--quiet", "--prune", "origin");
        return git("branch", "--remotes", "--format=%(refname:short)").lines().anyMatch(("origin/" + branch)::equals);
    }

    private void checkout(String branch) throws IOException, InterruptedException {
        git("fetch", "--quiet", "--prune", "origin");
        git("checkout", "--quiet", "--detach", "origin/" + branch);
    }

    private String push(String branch) throws IOException, InterruptedException {
        git("push", "--quiet", "origin", "HEAD:refs/heads/" + branch);
        return git("rev-parse", "HEAD");
    }

    /** Where a request into a branch is served. */
    static String ref(String number, String into) {
        return "refs/pull/" + number + "/" + into;
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        return run(clone, arguments);
    }

    /** What the program prints. It reads nobody's configuration. */
    static String run(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "git",
                "-C",
                folder.toString(),
                "-c",
                "user.name=Alice",
                "-c",
                "user.email=alice@example.com",
                "-c",
                "commit.gpgsign=false"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, text).isZero();
        return text.strip();
    }
}
