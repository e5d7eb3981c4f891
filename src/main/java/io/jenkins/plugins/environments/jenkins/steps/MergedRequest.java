package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.environments.model.MergeMessage;
import java.util.ArrayList;
import java.util.List;
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
        return run instanceof RunWithSCM<?, ?> checkedOut ? in(checkedOut.getChangeSets(), commit) : null;
    }

    @CheckForNull
    static Integer in(List<? extends ChangeLogSet<? extends ChangeLogSet.Entry>> logs, @CheckForNull String commit) {
        List<ChangeLogSet.Entry> entries = new ArrayList<>();
        logs.forEach(log -> log.forEach(entries::add));
        return entries.stream()
                .filter(entry -> commit == null || commit.equals(entry.getCommitId()))
                .findFirst()
                .map(MergedRequest::number)
                .orElse(null);
    }

    @CheckForNull
    private static Integer number(ChangeLogSet.Entry entry) {
        return MergeMessage.read(message(entry)) instanceof MergeMessage.Request request ? request.number() : null;
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
