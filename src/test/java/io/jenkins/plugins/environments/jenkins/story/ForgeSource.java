package io.jenkins.plugins.environments.jenkins.story;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitSCMBuilder;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.SCMSourceDescriptor;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.api.mixin.ChangeRequestSCMHead2;

/** The branches and the open requests of a {@link Forge}, as the sources of GitHub and GitLab tell them to Jenkins. */
public final class ForgeSource extends SCMSource {

    private final String remote;
    private final List<String> branches;

    /** @param branches those that have a job; others are seen only as requests */
    ForgeSource(String remote, List<String> branches) {
        this.remote = remote;
        this.branches = new ArrayList<>(branches); // One that Jenkins stores.
    }

    @Override
    protected void retrieve(
            SCMSourceCriteria criteria,
            @NonNull SCMHeadObserver observer,
            SCMHeadEvent<?> event,
            @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        String refs = Forge.run(Path.of(remote), "for-each-ref", "--format=%(objectname) %(refname)");
        for (String line : refs.lines().toList()) {
            String id = line.substring(0, line.indexOf(' '));
            SCMHead head = head(line.substring(line.indexOf(' ') + 1));
            if (head != null && (criteria == null || criteria.isHead(new Files(id), listener))) {
                observer.observe(head, new AbstractGitSCMSource.SCMRevisionImpl(head, id));
            }
            if (!observer.isObserving()) {
                return;
            }
        }
    }

    @CheckForNull
    private SCMHead head(String ref) {
        if (ref.startsWith("refs/pull/")) {
            String[] parts = ref.split("/", 4);
            return new Request(parts[2], parts[3]);
        }
        String branch = ref.substring("refs/heads/".length());
        return branches.contains(branch) ? new SCMHead(branch) : null;
    }

    @NonNull
    @Override
    public SCM build(@NonNull SCMHead head, SCMRevision revision) {
        String ref = head instanceof Request request
                ? Forge.ref(request.getId(), request.target)
                : "refs/heads/" + head.getName();
        return new GitSCMBuilder<>(head, revision, remote, null)
                .withRefSpec("+" + ref + ":refs/remotes/@{remote}/" + head.getName())
                .build();
    }

    /** What a commit holds. */
    private final class Files extends SCMSourceCriteria.Probe {
        private static final long serialVersionUID = 1L;
        private final String commit;

        Files(String commit) {
            this.commit = commit;
        }

        @Override
        public String name() {
            return commit;
        }

        @Override
        public long lastModified() {
            return 0;
        }

        @Override
        @SuppressWarnings("deprecation") // Not implemented by default.
        public boolean exists(@NonNull String path) throws IOException {
            try {
                return !Forge.run(Path.of(remote), "ls-tree", "--name-only", commit, path)
                        .isEmpty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    /** A request that is open. */
    public static final class Request extends SCMHead implements ChangeRequestSCMHead2 {
        private static final long serialVersionUID = 1L;
        private final String number;
        private final String target;

        Request(String number, String target) {
            super("PR-" + number);
            this.number = number;
            this.target = target;
        }

        @NonNull
        @Override
        public String getId() {
            return number;
        }

        @NonNull
        @Override
        public SCMHead getTarget() {
            return new SCMHead(target);
        }

        @NonNull
        @Override
        public ChangeRequestCheckoutStrategy getCheckoutStrategy() {
            return ChangeRequestCheckoutStrategy.HEAD;
        }

        @NonNull
        @Override
        public String getOriginName() {
            return "branch-of-" + number;
        }
    }

    /** What Jenkins knows the source by; not one that is found by itself, as only some tests want it. */
    static final class DescriptorImpl extends SCMSourceDescriptor {}
}
