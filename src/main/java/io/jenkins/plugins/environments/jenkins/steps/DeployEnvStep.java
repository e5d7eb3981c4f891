package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.stack.Parameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code deployEnv stage: 'staging', files: ['docker-compose.yml']}: makes the environment of the build's change what
 * the files say, and waits until every service is ready. Parameters are kept with the Pipeline, so none of them is a
 * secret value: {@code secrets} names credentials.
 */
public final class DeployEnvStep extends ChangeStep {

    private static final long serialVersionUID = 1L;
    private static final Duration TIMEOUT = Duration.ofMinutes(20);

    private final String stage;
    private ArrayList<String> files;
    private ArrayList<String> manifests;
    private String kustomize;
    private ArrayList<String> envFiles;
    private ArrayList<String> profiles;
    private LinkedHashMap<String, String> images;
    private LinkedHashMap<String, String> variables;
    private LinkedHashMap<String, String> secrets;
    private String timeout;
    private String onFailure;

    @DataBoundConstructor
    public DeployEnvStep(String stage) {
        this.stage = stage == null ? "" : stage.strip();
    }

    public String getStage() {
        return stage;
    }

    @CheckForNull
    public List<String> getFiles() {
        return files;
    }

    @DataBoundSetter
    public void setFiles(List<String> files) {
        this.files = StepTexts.copy(files);
    }

    @CheckForNull
    public List<String> getManifests() {
        return manifests;
    }

    @DataBoundSetter
    public void setManifests(List<String> manifests) {
        this.manifests = StepTexts.copy(manifests);
    }

    @CheckForNull
    public String getKustomize() {
        return kustomize;
    }

    @DataBoundSetter
    public void setKustomize(String kustomize) {
        this.kustomize = Util.fixEmptyAndTrim(kustomize);
    }

    @CheckForNull
    public List<String> getEnvFiles() {
        return envFiles;
    }

    @DataBoundSetter
    public void setEnvFiles(List<String> envFiles) {
        this.envFiles = StepTexts.copy(envFiles);
    }

    @CheckForNull
    public List<String> getProfiles() {
        return profiles;
    }

    @DataBoundSetter
    public void setProfiles(List<String> profiles) {
        this.profiles = StepTexts.copy(profiles);
    }

    @CheckForNull
    public Map<String, String> getImages() {
        return images;
    }

    @DataBoundSetter
    public void setImages(Map<String, String> images) {
        this.images = StepTexts.copy(images);
    }

    @CheckForNull
    public Map<String, String> getVariables() {
        return variables;
    }

    @DataBoundSetter
    public void setVariables(Map<String, String> variables) {
        this.variables = StepTexts.copy(variables);
    }

    @CheckForNull
    public Map<String, String> getSecrets() {
        return secrets;
    }

    @DataBoundSetter
    public void setSecrets(Map<String, String> secrets) {
        this.secrets = StepTexts.copy(secrets);
    }

    @CheckForNull
    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    @CheckForNull
    public String getOnFailure() {
        return onFailure;
    }

    @DataBoundSetter
    public void setOnFailure(String onFailure) {
        String text = Util.fixEmptyAndTrim(onFailure);
        this.onFailure = "rollback".equals(text) ? null : text;
    }

    List<String> filesOrEmpty() {
        return Objects.requireNonNullElse(files, List.of());
    }

    List<String> manifestsOrEmpty() {
        return Objects.requireNonNullElse(manifests, List.of());
    }

    List<String> envFilesOrEmpty() {
        return Objects.requireNonNullElse(envFiles, List.of());
    }

    List<String> profilesOrEmpty() {
        return Objects.requireNonNullElse(profiles, List.of());
    }

    Map<String, String> imagesOrEmpty() {
        return Objects.requireNonNullElse(images, Map.of());
    }

    Map<String, String> variablesOrEmpty() {
        return Objects.requireNonNullElse(variables, Map.of());
    }

    Map<String, String> secretsOrEmpty() {
        return Objects.requireNonNullElse(secrets, Map.of());
    }

    /** What is wrong with the parameters, as their form says it, too. */
    List<Problem> problems() {
        return Stream.of(
                        Parameters.paths("files", filesOrEmpty()),
                        Parameters.paths("manifests", manifestsOrEmpty()),
                        Parameters.paths("kustomize", kustomize == null ? List.of() : List.of(kustomize)),
                        Parameters.paths("envFiles", envFilesOrEmpty()),
                        Parameters.images(imagesOrEmpty()),
                        Parameters.variables("variables", variablesOrEmpty().keySet()),
                        Parameters.variables("secrets", secretsOrEmpty().keySet()))
                .flatMap(List::stream)
                .toList();
    }

    Duration timeoutOrDefault() {
        return StepTexts.timeout(timeout, TIMEOUT);
    }

    OnFailure onFailureOrDefault() {
        try {
            return onFailure == null ? OnFailure.ROLLBACK : OnFailure.valueOf(onFailure.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(new Problem(
                    Position.of("onFailure"),
                    "\"" + onFailure + "\" is none of rollback, keep and destroy",
                    "use one of these"));
        }
    }

    @Override
    public StepExecution start(StepContext context) {
        return new DeployEnvExecution(this, context);
    }

    /** Its form in the Snippet Generator. */
    @Extension
    public static final class DescriptorImpl extends StepForm {

        public DescriptorImpl() {
            super("deployEnv");
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.DeployEnvStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return first(arguments.get("stage"));
        }

        @Override
        boolean needsStage() {
            return true;
        }

        /** The form gives lists and maps as lines. */
        @Override
        public Step newInstance(@CheckForNull StaplerRequest request, @NonNull JSONObject form)
                throws Descriptor.FormException {
            DeployEnvStep step = new DeployEnvStep(form.optString("stage"));
            step.setFiles(StepTexts.list(form.optString("files")));
            step.setManifests(StepTexts.list(form.optString("manifests")));
            step.setKustomize(form.optString("kustomize"));
            step.setEnvFiles(StepTexts.list(form.optString("envFiles")));
            step.setProfiles(StepTexts.list(form.optString("profiles")));
            step.setImages(FormRows.map(form.opt("images"), "service", "image"));
            step.setVariables(StepTexts.map(form.optString("variables")));
            step.setSecrets(FormRows.map(form.opt("secrets"), "name", "credentialsId"));
            step.setChange(form.optString("change"));
            step.setProject(form.optString("project"));
            step.setTimeout(form.optString("timeout"));
            step.setOnFailure(form.optString("onFailure"));
            return step;
        }

        /** A list as its form shows it. */
        @CheckForNull
        public String lines(@CheckForNull List<String> list) {
            return StepTexts.lines(list);
        }

        /** A map as its form shows it. */
        @CheckForNull
        public String entries(@CheckForNull Map<String, String> map) {
            return StepTexts.lines(map);
        }

        @POST
        public FormValidation doCheckFiles(@AncestorInPath Item item, @QueryParameter String value) {
            check(item);
            return problems(Parameters.paths("files", entries(value)));
        }

        @POST
        public FormValidation doCheckEnvFiles(@AncestorInPath Item item, @QueryParameter String value) {
            check(item);
            return problems(Parameters.paths("envFiles", entries(value)));
        }

        @POST
        public FormValidation doCheckImages(@AncestorInPath Item item, @QueryParameter String value) {
            check(item);
            Map<String, String> images = StepTexts.map(value);
            return problems(images == null ? List.of() : Parameters.images(images));
        }

        @POST
        public FormValidation doCheckVariables(@AncestorInPath Item item, @QueryParameter String value) {
            check(item);
            return problems(Parameters.variables("variables", names(value)));
        }

        @POST
        public FormValidation doCheckSecrets(@AncestorInPath Item item, @QueryParameter String value) {
            check(item);
            return problems(Parameters.variables("secrets", names(value)));
        }

        private static List<String> entries(String lines) {
            return Objects.requireNonNullElse(StepTexts.list(lines), List.of());
        }

        private static Set<String> names(String lines) {
            Map<String, String> map = StepTexts.map(lines);
            return map == null ? Set.of() : map.keySet();
        }

        @POST
        public ListBoxModel doFillOnFailureItems(@AncestorInPath Item item) {
            check(item);
            ListBoxModel list = new ListBoxModel();
            list.add(Messages.OnFailure_rollback(), "rollback");
            list.add(Messages.OnFailure_keep(), "keep");
            list.add(Messages.OnFailure_destroy(), "destroy");
            return list;
        }
    }
}
