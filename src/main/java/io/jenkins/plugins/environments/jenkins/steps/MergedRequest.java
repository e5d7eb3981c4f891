package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.environments.lifecycle.merge.GitHistory;
import io.jenkins.plugins.environments.model.MergeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.scm.RunWithSCM;

/** Which pull or merge request a build of a branch brought in, as the message of the commit says that it builds. */
final class MergedRequest {

    private MergedRequest() {}

    /**
     * Its number; null when the build's change log does not tell, which a build without a checkout has not.
     *
     * @param commit that is built; null: unknown, then the newest of the change log
     */
    @CheckForNull
    static Integer of(Run<?, ?> run, @CheckForNull String commit) {
        return in(logs(run), commit);
    }

    @CheckForNull
    static Integer in(List<? extends ChangeLogSet<? extends ChangeLogSet.Entry>> logs, @CheckForNull String commit) {
        return message(logs, commit)
                .map(MergeMessage::read)
                .map(told -> told instanceof MergeMessage.Request request ? request.number() : null)
                .orElse(null);
    }

    /** All that is known of the history where there is no clone to ask: the messages of the build's change log. */
    static GitHistory history(Run<?, ?> run) {
        return history(logs(run));
    }

    static GitHistory history(List<? extends ChangeLogSet<? extends ChangeLogSet.Entry>> logs) {
        return new GitHistory() {
            @Override
            public Optional<String> message(String commit) {
                return MergedRequest.message(logs, commit);
            }

            @Override
            public Optional<String> mergeBase(String one, String other) {
                return Optional.empty();
            }

            @Override
            public List<String> parents(String commit) {
                return List.of();
            }

            @Override
            public List<String> messages(String before, String commit) {
                return List.of();
            }
        };
    }

    private static List<? extends ChangeLogSet<? extends ChangeLogSet.Entry>> logs(Run<?, ?> run) {
        return run instanceof RunWithSCM<?, ?> checkedOut ? checkedOut.getChangeSets() : List.of();
    }

    private static Optional<String> message(
            List<? extends ChangeLogSet<? extends ChangeLogSet.Entry>> logs, @CheckForNull String commit) {
        List<ChangeLogSet.Entry> entries = new ArrayList<>();
        logs.forEach(log -> log.forEach(entries::add));
        return entries.stream()
                .filter(entry -> commit == null || commit.equals(entry.getCommitId()))
                .findFirst()
                .map(MergedRequest::message);
    }

    /** The whole message where the SCM tells it, as Git's entries do; all must tell the title. */
    private static String message(ChangeLogSet.Entry entry) {
        try {
            Object whole = entry.getClass().getMethod("getComment").invoke(entry);
            return whole instanceof String text ? text : entry.getMsg();
        } catch (ReflectiveOperationException e) {
            return entry.getMsg();
        }
    }
}
