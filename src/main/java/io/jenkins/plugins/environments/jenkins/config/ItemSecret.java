package io.jenkins.plugins.environments.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;
import org.springframework.security.core.Authentication;

/** A variable whose value is in credentials that a job or a folder can use: those that a Jenkinsfile can name. */
public final class ItemSecret extends AbstractDescribableImpl<ItemSecret> {

    private final String name;
    private final String credentialsId;

    @DataBoundConstructor
    public ItemSecret(String name, String credentialsId) {
        this.name = name == null ? "" : name.strip();
        this.credentialsId = credentialsId == null ? "" : credentialsId.strip();
    }

    public String getName() {
        return name;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    /** Its form: the credentials to choose from. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<ItemSecret> {

        @NonNull
        @Override
        public String getDisplayName() {
            return "";
        }

        /** What the item can use, for who may see that; others see what is chosen. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @CheckForNull @AncestorInPath Item item, @QueryParameter String credentialsId) {
            if (!mayList(item)) {
                return CredentialChoices.current(credentialsId);
            }
            StandardListBoxModel list = new StandardListBoxModel();
            list.includeEmptyValue();
            if (item == null) {
                list.includeMatchingAs(
                        ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, List.of(), CredentialChoices.VALUES);
            } else {
                Authentication as = item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
                list.includeMatchingAs(as, item, StandardCredentials.class, List.of(), CredentialChoices.VALUES);
            }
            return list.includeCurrentValue(credentialsId == null ? "" : credentialsId);
        }

        private static boolean mayList(@CheckForNull Item item) {
            return item == null
                    ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                    : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
        }
    }
}
