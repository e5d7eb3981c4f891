package io.jenkins.plugins.environments.jenkins.folders;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Item;
import io.jenkins.plugins.environments.jenkins.permissions.StageLimit;
import io.jenkins.plugins.environments.model.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All folders above a job narrow what it may use. Jenkins leaves this out where cloudbees-folder is not installed: it
 * asks for the methods of the class, whose types are then missing.
 */
@Extension(optional = true)
public final class FolderLimit implements StageLimit {

    @CheckForNull
    @Override
    public String forbids(Stage stage, Item job) {
        for (AbstractFolder<?> folder : above(job)) {
            FolderStages narrowed = narrowed(folder);
            if (narrowed != null && narrowed.stage(stage.name()).isEmpty()) {
                return "folder " + folder.getFullName();
            }
        }
        return null;
    }

    /** The nearest folder that names a variable has the last word. */
    @Override
    public Map<String, String> secrets(Stage stage, Item job) {
        Map<String, String> secrets = new LinkedHashMap<>();
        for (AbstractFolder<?> folder : above(job)) {
            FolderStages narrowed = narrowed(folder);
            if (narrowed != null) {
                narrowed.stage(stage.name()).ifPresent(each -> secrets.putAll(each.secrets()));
            }
        }
        return secrets;
    }

    @CheckForNull
    private static FolderStages narrowed(AbstractFolder<?> folder) {
        return folder.getProperties().get(FolderStages.class);
    }

    /** The outermost first. */
    private static List<AbstractFolder<?>> above(Item job) {
        List<AbstractFolder<?>> folders = new ArrayList<>();
        Object parent = job;
        while (parent instanceof Item item) {
            if (item instanceof AbstractFolder<?> folder) {
                folders.add(0, folder);
            }
            parent = item.getParent();
        }
        return folders;
    }
}
