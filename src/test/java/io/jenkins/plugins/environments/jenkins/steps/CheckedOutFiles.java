package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Item;
import hudson.scm.SCM;
import hudson.scm.SCMDescriptor;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMFileSystem;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceDescriptor;
import jenkins.scm.impl.mock.MockSCMController;
import jenkins.scm.impl.mock.MockSCMSource;

/** Reads revisions of the mock SCM without a checkout by the build, as GitHub and others offer it. */
final class CheckedOutFiles extends SCMFileSystem {

    private final File folder;

    private CheckedOutFiles(SCMRevision revision, File folder) {
        super(revision);
        this.folder = folder;
    }

    @Override
    public long lastModified() {
        return 0;
    }

    @NonNull
    @Override
    public SCMFile getRoot() {
        return new CheckedOut(folder);
    }

    @Override
    public void close() throws IOException {
        try {
            new FilePath(folder).deleteRecursive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class CheckedOut extends SCMFile {
        private final File file;

        CheckedOut(File root) {
            this.file = root;
        }

        CheckedOut(CheckedOut parent, String name) {
            super(parent, name);
            this.file = new File(parent.file, name);
        }

        @NonNull
        @Override
        protected SCMFile newChild(@NonNull String name, boolean assumeIsDirectory) {
            return new CheckedOut(this, name);
        }

        @NonNull
        @Override
        public Iterable<SCMFile> children() {
            List<String> names = Arrays.asList(Objects.requireNonNullElse(file.list(), new String[0]));
            return names.stream().map(name -> newChild(name, false)).toList();
        }

        @Override
        public long lastModified() {
            return file.lastModified();
        }

        @NonNull
        @Override
        protected Type type() {
            return file.isFile() ? Type.REGULAR_FILE : file.isDirectory() ? Type.DIRECTORY : Type.NONEXISTENT;
        }

        @NonNull
        @Override
        public InputStream content() throws IOException {
            return new FileInputStream(file);
        }
    }

    /** Offers it, to the test that extends this as its own {@code TestExtension}. */
    public abstract static class OfMock extends SCMFileSystem.Builder {

        @Override
        public boolean supports(SCM scm) {
            return false;
        }

        @Override
        public boolean supports(SCMSource source) {
            return source instanceof MockSCMSource;
        }

        @Override
        @SuppressWarnings("rawtypes") // As declared.
        protected boolean supportsDescriptor(SCMDescriptor descriptor) {
            return false;
        }

        @Override
        protected boolean supportsDescriptor(SCMSourceDescriptor descriptor) {
            return true;
        }

        @Override
        public SCMFileSystem build(@NonNull Item owner, @NonNull SCM scm, SCMRevision revision) {
            return null;
        }

        @Override
        public SCMFileSystem build(@NonNull SCMSource source, @NonNull SCMHead head, SCMRevision revision)
                throws IOException, InterruptedException {
            MockSCMSource mock = (MockSCMSource) source;
            File folder = Files.createTempDirectory("revision-").toFile();
            MockSCMController.lookup(mock.getControllerId())
                    .checkout(new FilePath(folder), mock.getRepository(), revision.toString());
            return new CheckedOutFiles(revision, folder);
        }
    }
}
