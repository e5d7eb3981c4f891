package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Label;
import hudson.model.Node;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.environments.jenkins.credentials.EngineCredentials;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of an engine: validation, the list of credentials, and the test of the connection. */
@Extension
@Symbol("docker")
public final class DockerTargetForm extends Descriptor<TargetSettings> {

    /** As Docker restricts the names of what it makes. */
    private static final Pattern NETWORK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

    private static final Pattern ENTRY_POINT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    public DockerTargetForm() {
        super(DockerTargetSettings.class);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.DockerTargetSettings_displayName();
    }

    @POST
    public FormValidation doCheckId(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Texts.checkLabel(value, Messages.Texts_id());
    }

    @POST
    public FormValidation doCheckUri(@QueryParameter String value, @QueryParameter String credentialsId) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        if (Util.fixEmptyAndTrim(value) == null) {
            return FormValidation.error(Messages.Texts_missing(Messages.Texts_address()));
        }
        FormValidation read = Texts.check(() -> EngineConnection.of(value, null, "uri"));
        boolean plain = value.strip().startsWith("tcp:") && Util.fixEmptyAndTrim(credentialsId) == null;
        return read.kind == FormValidation.Kind.OK && plain
                ? FormValidation.warning(Messages.DockerTargetSettings_plainTcp())
                : read;
    }

    @POST
    public FormValidation doCheckEdgeNetwork(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return check(value, NETWORK, Messages.DockerTargetSettings_noNetwork());
    }

    /** For all fields that name something in the configuration of Traefik. */
    @POST
    public FormValidation doCheckEntryPoint(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return check(value, ENTRY_POINT, Messages.DockerTargetSettings_noEntryPoint());
    }

    private static FormValidation check(String value, Pattern form, String otherwise) {
        String text = Util.fixEmptyAndTrim(value);
        return text == null || form.matcher(text).matches() ? FormValidation.ok() : FormValidation.error(otherwise);
    }

    @POST
    public FormValidation doCheckAgentLabel(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String text = Util.fixEmptyAndTrim(value);
        if (text == null) {
            return FormValidation.ok();
        }
        Label label = Jenkins.get().getLabel(text);
        String agents = label == null
                ? ""
                : label.getNodes().stream().map(Node::getDisplayName).sorted().collect(Collectors.joining(", "));
        return agents.isEmpty()
                ? FormValidation.warning(Messages.DockerTargetSettings_noAgent(text))
                : FormValidation.ok(Messages.DockerTargetSettings_agents(agents));
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return CredentialChoices.current(credentialsId);
        }
        return CredentialChoices.list(credentialsId, EngineCredentials.KINDS);
    }

    /** Asks the engine who it is, and an agent for its Compose; changes nothing. */
    @POST
    public FormValidation doTestConnection(
            @QueryParameter String id,
            @QueryParameter String uri,
            @QueryParameter String credentialsId,
            @QueryParameter String edgeNetwork,
            @QueryParameter String agentLabel) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        DockerTargetSettings settings = new DockerTargetSettings(id);
        settings.setUri(uri);
        settings.setCredentialsId(credentialsId);
        settings.setEdgeNetwork(edgeNetwork);
        settings.setAgentLabel(agentLabel);
        return new ConnectionTest(settings, ConnectionTest.PATIENCE_SECONDS).run();
    }
}
