package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Cause;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.model.Origin;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import jenkins.scm.api.mixin.ChangeRequestSCMHead2;
import org.springframework.security.core.Authentication;

/**
 * What Jenkins itself knows of a build, and no Jenkinsfile can change: who may use which stage follows from this.
 *
 * @param job the job's full name
 * @param projectItem the full name of the multibranch project, or of the job itself
 * @param project its last part
 * @param number the pull or merge request's number, also the one that the commit merged which a branch's build is of;
 *     null for a branch
 * @param branch the branch that is built; null when the job builds none that Jenkins knows of
 * @param target the branch whose stages it may use: its own, or the one that the pull request goes into; null: unknown
 * @param request whether it builds a pull or merge request
 * @param fork whether what is built comes from a repository of somebody else
 * @param commit null when unknown
 * @param title null when unknown
 * @param link null when unknown
 */
record BuildSource(
        String job,
        String projectItem,
        String project,
        @CheckForNull Integer number,
        @CheckForNull String branch,
        @CheckForNull String target,
        boolean request,
        boolean fork,
        @CheckForNull String commit,
        @CheckForNull String title,
        @CheckForNull String link) {

    private static final Pattern COMMIT = Pattern.compile("\\b[0-9a-f]{40}(?:[0-9a-f]{24})?\\b");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** Reads it. May wait for the disk, not for an SCM. */
    static BuildSource of(Run<?, ?> run, TaskListener listener) throws IOException, InterruptedException {
        Job<?, ?> job = run.getParent();
        SCMHead head = SCMHead.HeadByItem.findHead(job);
        if (head == null) {
            String number = run.getEnvironment(listener).get("CHANGE_ID");
            return new BuildSource(
                    job.getFullName(),
                    job.getFullName(),
                    name(job.getFullName()),
                    number(number),
                    job.getName(),
                    null,
                    number != null,
                    false,
                    null,
                    null,
                    null);
        }
        boolean request = head instanceof ChangeRequestSCMHead;
        String commit = commit(run);
        ObjectMetadataAction metadata = job.getAction(ObjectMetadataAction.class);
        String project = job.getParent().getFullName();
        return new BuildSource(
                job.getFullName(),
                project,
                name(project),
                request ? number(((ChangeRequestSCMHead) head).getId()) : MergedRequest.of(run, commit),
                head instanceof ChangeRequestSCMHead2 from ? from.getOriginName() : head.getName(),
                request ? ((ChangeRequestSCMHead) head).getTarget().getName() : head.getName(),
                request,
                head.getOrigin() instanceof SCMHeadOrigin.Fork,
                commit,
                metadata == null ? null : metadata.getObjectDisplayName(),
                metadata == null ? null : web(metadata.getObjectUrl()));
    }

    /** The same build, of a request that is known better. @param request its number; null: of the branch itself */
    BuildSource with(@CheckForNull Integer request) {
        return new BuildSource(
                job, projectItem, project, request, branch, target, this.request, fork, commit, title, link);
    }

    /** A renamed job keeps the name that its environments' identities are made of. */
    private static String name(String item) {
        return Background.get()
                .ifOpen()
                .flatMap(lifecycle -> lifecycle.upkeep().project(item))
                .orElse(item.substring(item.lastIndexOf('/') + 1));
    }

    @CheckForNull
    static Integer number(@CheckForNull String text) {
        return text != null && NUMBER.matcher(text).matches() ? Integer.valueOf(text) : null;
    }

    /** The commit that a build is of; null when Jenkins does not know. */
    @CheckForNull
    static String commit(Run<?, ?> run) {
        SCMSource source = SCMSource.SourceByItem.findSource(run.getParent());
        SCMRevision revision = source == null ? null : SCMRevisionAction.getRevision(source, run);
        if (revision == null) {
            return null;
        }
        // A merge of a pull request names its own commit first, then the one that it is merged with.
        Matcher matcher = COMMIT.matcher(revision.toString());
        return matcher.find() ? matcher.group() : null;
    }

    @CheckForNull
    private static String web(@CheckForNull String url) {
        return url != null && (url.startsWith("https://") || url.startsWith("http://")) ? url : null;
    }

    /** Who asks. */
    static Origin origin(Run<?, ?> run) {
        Cause.UserIdCause user = run.getCause(Cause.UserIdCause.class);
        String by = user == null || user.getUserId() == null ? "jenkins" : user.getUserId();
        return new Origin(by, run.getParent().getFullName(), run.getNumber(), run.getUrl());
    }

    /** As whom the build runs: what that user may is what the step may. */
    static Authentication authentication(Run<?, ?> run) {
        return run.getParent() instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }
}
