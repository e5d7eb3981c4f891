package io.jenkins.plugins.environments.jenkins.folders;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.environments.jenkins.config.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest;

/**
 * The stages that the jobs of a folder may use, of those that their own configuration lets them use. A folder without
 * this property narrows nothing; one without stages lets its jobs use none.
 */
public final class FolderStages extends AbstractFolderProperty<AbstractFolder<?>> {

    private final ArrayList<FolderStage> stages;

    @DataBoundConstructor
    public FolderStages(List<FolderStage> stages) {
        this.stages = stages == null ? new ArrayList<>() : new ArrayList<>(stages);
    }

    public List<FolderStage> getStages() {
        return List.copyOf(stages);
    }

    /** What it says about the stage that environments know by this; empty: the folder's jobs may not use it. */
    Optional<FolderStage> stage(String identity) {
        return stages.stream().filter(each -> each.isFor(identity)).findFirst();
    }

    /** Its form, beside the folder's other properties. */
    @Extension(optional = true)
    @Symbol("environmentStages")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EnvironmentsConfiguration_displayName();
        }

        /** Null, and so no property, where the box is not ticked. */
        @CheckForNull
        @Override
        public FolderStages newInstance(@CheckForNull StaplerRequest request, @NonNull JSONObject form) {
            return request == null || !form.optBoolean("narrowed")
                    ? null
                    : new FolderStages(request.bindJSONToList(FolderStage.class, form.opt("stages")));
        }
    }
}
