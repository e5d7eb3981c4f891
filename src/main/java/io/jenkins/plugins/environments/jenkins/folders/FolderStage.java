package io.jenkins.plugins.environments.jenkins.folders;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.ItemSecret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** A stage that the jobs of a folder may use, and the folder's own credentials for it. */
public final class FolderStage extends AbstractDescribableImpl<FolderStage> {

    private final String stage;
    private ArrayList<ItemSecret> secrets;

    @DataBoundConstructor
    public FolderStage(String stage) {
        this.stage = stage == null ? "" : stage.strip();
    }

    public String getStage() {
        return stage;
    }

    @CheckForNull
    public List<ItemSecret> getSecrets() {
        return secrets;
    }

    @DataBoundSetter
    public void setSecrets(List<ItemSecret> secrets) {
        this.secrets = secrets == null || secrets.isEmpty() ? null : new ArrayList<>(secrets);
    }

    /** Whether it is the stage that environments know by this. */
    boolean isFor(String identity) {
        return EnvironmentsConfiguration.get().stageIdentity(stage).equals(identity);
    }

    /** Variable name to credentials id. */
    Map<String, String> secrets() {
        Map<String, String> map = new LinkedHashMap<>();
        if (secrets != null) {
            secrets.forEach(each -> map.put(each.getName(), each.getCredentialsId()));
        }
        return map;
    }

    /** Its form: the stages to choose from. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<FolderStage> {

        @NonNull
        @Override
        public String getDisplayName() {
            return "";
        }

        /** All that are configured. */
        @POST
        public ListBoxModel doFillStageItems(@CheckForNull @AncestorInPath Item item) {
            if (item == null) {
                Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            } else {
                item.checkPermission(Item.EXTENDED_READ);
            }
            ListBoxModel list = new ListBoxModel();
            EnvironmentsConfiguration.get().getStages().forEach(each -> list.add(each.getName()));
            return list;
        }
    }
}
