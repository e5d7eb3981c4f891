package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import hudson.model.Run;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMFileSystem;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;

/**
 * The revision that the build is of, read from the SCM without a checkout, so that {@code agent none} is enough to
 * deploy.
 */
record RevisionSource(SCMFileSystem files) implements ProjectSource {

    /** The revision's files; null when the job knows no revision, or its SCM can't be read without a checkout. */
    @CheckForNull
    static SCMFileSystem open(Run<?, ?> run) throws IOException, InterruptedException {
        Job<?, ?> job = run.getParent();
        SCMSource source = SCMSource.SourceByItem.findSource(job);
        SCMHead head = SCMHead.HeadByItem.findHead(job);
        if (source == null || head == null) {
            return null;
        }
        SCMRevision revision = SCMRevisionAction.getRevision(source, run);
        // Without a revision this would be the newest state, which need not be what was built and tested.
        return revision == null ? null : SCMFileSystem.of(source, head, revision);
    }

    @Override
    public String title() {
        return "the revision that is built";
    }

    @Override
    public Map<String, byte[]> fetch(Set<String> paths) throws IOException, InterruptedException {
        Map<String, byte[]> found = new LinkedHashMap<>();
        for (String path : paths) {
            collect(files.child(path), path, found);
        }
        return found;
    }

    private static void collect(SCMFile file, String path, Map<String, byte[]> found)
            throws IOException, InterruptedException {
        switch (file.getType()) {
            case REGULAR_FILE -> found.put(path, read(file));
            case DIRECTORY -> {
                for (SCMFile child : file.children()) {
                    collect(child, path + "/" + child.getName(), found);
                }
            }
            default -> {
                // Not there, or a link: nothing to read.
            }
        }
        if (found.size() > MOST_FILES) {
            throw ProjectSource.tooMuch(path);
        }
    }

    private static byte[] read(SCMFile file) throws IOException, InterruptedException {
        try (InputStream in = file.content()) {
            return in.readNBytes(LARGEST);
        }
    }
}
