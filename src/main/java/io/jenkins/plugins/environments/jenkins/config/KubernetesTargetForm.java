package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.environments.jenkins.credentials.ClusterCredentials;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a cluster: validation, the list of credentials, and the test of the connection. */
@Extension
@Symbol("kubernetes")
public final class KubernetesTargetForm extends Descriptor<TargetSettings> {

    private static final int LONGEST_PREFIX = 10;

    public KubernetesTargetForm() {
        super(KubernetesTargetSettings.class);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.KubernetesTargetSettings_displayName();
    }

    @POST
    public FormValidation doCheckId(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Texts.checkLabel(value, Messages.Texts_id());
    }

    @POST
    public FormValidation doCheckServerUrl(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        if (Util.fixEmptyAndTrim(value) == null) {
            return FormValidation.ok();
        }
        try {
            URI address = new URI(value.strip());
            if (address.getHost() == null || !List.of("https", "http").contains(address.getScheme())) {
                return FormValidation.error(Messages.KubernetesTargetSettings_noAddress());
            }
            return "http".equals(address.getScheme())
                    ? FormValidation.warning(Messages.KubernetesTargetSettings_plainHttp())
                    : FormValidation.ok();
        } catch (URISyntaxException e) {
            return FormValidation.error(Messages.KubernetesTargetSettings_noAddress());
        }
    }

    @POST
    public FormValidation doCheckCaCertificate(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Util.fixEmptyAndTrim(value) == null || value.strip().startsWith("-----BEGIN CERTIFICATE-----")
                ? FormValidation.ok()
                : FormValidation.error(Messages.KubernetesTargetSettings_noCertificate());
    }

    @POST
    public FormValidation doCheckNamespacePrefix(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String prefix = Util.fixEmptyAndTrim(value);
        // The environment's id follows it, so that it may end in a dash.
        boolean good = prefix == null || prefix.length() <= LONGEST_PREFIX && Texts.isLabel(prefix + "x");
        return good ? FormValidation.ok() : FormValidation.error(Messages.KubernetesTargetSettings_noPrefix());
    }

    /** For all fields that name something in the cluster. */
    @POST
    public FormValidation doCheckObjectName(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Texts.checkOptionalName(value);
    }

    /** A name, or a namespace and a name. */
    @POST
    public FormValidation doCheckTlsSecret(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String text = value.strip();
        int slash = text.indexOf('/');
        boolean whole = slash < 0 || slash > 0 && slash < text.length() - 1;
        boolean good = whole && isName(text.substring(0, Math.max(slash, 0))) && isName(text.substring(slash + 1));
        return good ? FormValidation.ok() : FormValidation.error(Messages.KubernetesTargetSettings_noTlsSecret());
    }

    private static boolean isName(String text) {
        return Texts.checkOptionalName(text).kind == FormValidation.Kind.OK;
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return CredentialChoices.current(credentialsId);
        }
        return CredentialChoices.list(credentialsId, ClusterCredentials.KINDS);
    }

    @POST
    public ListBoxModel doFillExposureItems() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        ListBoxModel list = new ListBoxModel();
        list.add(Messages.Exposure_auto(), Exposure.AUTO.name());
        list.add(Messages.Exposure_ingress(), Exposure.INGRESS.name());
        list.add(Messages.Exposure_route(), Exposure.ROUTE.name());
        list.add(Messages.Exposure_none(), Exposure.NONE.name());
        return list;
    }

    /** Asks the cluster who it is and what we may do there; changes nothing. */
    @POST
    public FormValidation doTestConnection(
            @QueryParameter String id,
            @QueryParameter String serverUrl,
            @QueryParameter String caCertificate,
            @QueryParameter String credentialsId) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        KubernetesTargetSettings settings = new KubernetesTargetSettings(id);
        settings.setServerUrl(serverUrl);
        settings.setCaCertificate(caCertificate);
        settings.setCredentialsId(credentialsId);
        return new ConnectionTest(settings, ConnectionTest.PATIENCE_SECONDS).run();
    }
}
