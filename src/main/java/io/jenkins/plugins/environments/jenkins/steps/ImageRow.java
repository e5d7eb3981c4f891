package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentAccess;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.stack.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jenkins.scm.api.SCMSourceOwner;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A service and the image that it shall run, as the form of a step shows it. */
public final class ImageRow extends AbstractDescribableImpl<ImageRow> {

    private final String service;
    private final String image;

    @DataBoundConstructor
    public ImageRow(String service, String image) {
        this.service = service == null ? "" : service.strip();
        this.image = image == null ? "" : image.strip();
    }

    public String getService() {
        return service;
    }

    public String getImage() {
        return image;
    }

    /** Its form: the services to choose from. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<ImageRow> {

        @NonNull
        @Override
        public String getDisplayName() {
            return "";
        }

        /** The services of what the project has deployed: a form can't read a Compose file, so others can be typed. */
        @POST
        public ComboBoxModel doFillServiceItems(@CheckForNull @AncestorInPath Item item) {
            StepForm.check(item);
            Set<String> services = new TreeSet<>();
            Background.get().ifOpen().ifPresent(lifecycle -> lifecycle.environments().stream()
                    .filter(environment ->
                            isOf(environment, item) && EnvironmentAccess.has(environment, EnvironmentPermissions.VIEW))
                    .forEach(environment -> services.addAll(services(lifecycle, environment))));
            return new ComboBoxModel(services);
        }

        /** In the words of the step. */
        @POST
        public FormValidation doCheckImage(
                @CheckForNull @AncestorInPath Item item, @QueryParameter String service, @QueryParameter String value) {
            StepForm.check(item);
            boolean given = service != null && value != null && !service.isBlank() && !value.isBlank();
            return StepForm.problems(given ? Parameters.images(Map.of(service.strip(), value.strip())) : List.of());
        }

        private static Set<String> services(EnvironmentLifecycle lifecycle, Environment environment) {
            Set<String> services = new TreeSet<>();
            lifecycle
                    .releases(environment.id())
                    .forEach(release -> services.addAll(release.images().keySet()));
            return services;
        }

        private static boolean isOf(Environment environment, @CheckForNull Item item) {
            String job = environment.origin().job();
            if (item == null || job == null) {
                return item == null;
            }
            String project =
                    item.getParent() instanceof SCMSourceOwner owner ? owner.getFullName() : item.getFullName();
            return job.equals(project) || job.startsWith(project + "/");
        }
    }
}
