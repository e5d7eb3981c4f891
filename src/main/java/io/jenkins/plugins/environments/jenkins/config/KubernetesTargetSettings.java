package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.environments.jenkins.credentials.ClusterCredentials;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A Kubernetes or OpenShift cluster. Empty texts mean the default that their help names. */
public final class KubernetesTargetSettings extends TargetSettings {

    private static final String DEFAULT_PREFIX = KubernetesSettings.DEFAULT.namespacePrefix();

    private String serverUrl;
    private String caCertificate;
    private String credentialsId;
    private String namespacePrefix = DEFAULT_PREFIX;
    private Exposure exposure = Exposure.AUTO;
    private String ingressClass;
    private String tlsSecret;
    private String tlsIssuer;
    private String storageClass;
    private String edgeNamespace;

    @DataBoundConstructor
    public KubernetesTargetSettings(String id) {
        super(id);
    }

    @CheckForNull
    public String getServerUrl() {
        return serverUrl;
    }

    @DataBoundSetter
    public void setServerUrl(String serverUrl) {
        this.serverUrl = Util.fixEmptyAndTrim(serverUrl);
    }

    @CheckForNull
    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(String caCertificate) {
        this.caCertificate = Util.fixEmptyAndTrim(caCertificate);
    }

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public String getNamespacePrefix() {
        return namespacePrefix;
    }

    @DataBoundSetter
    public void setNamespacePrefix(String namespacePrefix) {
        String prefix = Util.fixEmptyAndTrim(namespacePrefix);
        this.namespacePrefix = prefix == null ? DEFAULT_PREFIX : prefix;
    }

    public Exposure getExposure() {
        return exposure;
    }

    @DataBoundSetter
    public void setExposure(Exposure exposure) {
        this.exposure = exposure == null ? Exposure.AUTO : exposure;
    }

    @CheckForNull
    public String getIngressClass() {
        return ingressClass;
    }

    @DataBoundSetter
    public void setIngressClass(String ingressClass) {
        this.ingressClass = Util.fixEmptyAndTrim(ingressClass);
    }

    @CheckForNull
    public String getTlsSecret() {
        return tlsSecret;
    }

    @DataBoundSetter
    public void setTlsSecret(String tlsSecret) {
        this.tlsSecret = Util.fixEmptyAndTrim(tlsSecret);
    }

    @CheckForNull
    public String getTlsIssuer() {
        return tlsIssuer;
    }

    @DataBoundSetter
    public void setTlsIssuer(String tlsIssuer) {
        this.tlsIssuer = Util.fixEmptyAndTrim(tlsIssuer);
    }

    @CheckForNull
    public String getStorageClass() {
        return storageClass;
    }

    @DataBoundSetter
    public void setStorageClass(String storageClass) {
        this.storageClass = Util.fixEmptyAndTrim(storageClass);
    }

    @CheckForNull
    public String getEdgeNamespace() {
        return edgeNamespace;
    }

    @DataBoundSetter
    public void setEdgeNamespace(String edgeNamespace) {
        this.edgeNamespace = Util.fixEmptyAndTrim(edgeNamespace);
    }

    @Override
    public Blueprint blueprint() {
        return new KubernetesBlueprint(
                getId(),
                ClusterCredentials.connection(getId(), serverUrl, caCertificate, credentialsId)
                        .resolve(),
                new KubernetesSettings(
                        namespacePrefix, exposure, ingressClass, tlsSecret, tlsIssuer, storageClass, edgeNamespace));
    }

    /** Its form: validation, the list of credentials, and the test of the connection. */
    @Extension
    @Symbol("kubernetes")
    public static final class DescriptorImpl extends Descriptor<TargetSettings> {

        private static final int LONGEST_PREFIX = 10;

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

        @POST
        public FormValidation doCheckIngressClass(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Texts.checkOptionalName(value);
        }

        @POST
        public FormValidation doCheckTlsSecret(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Texts.checkOptionalName(value);
        }

        @POST
        public FormValidation doCheckTlsIssuer(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Texts.checkOptionalName(value);
        }

        @POST
        public FormValidation doCheckStorageClass(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Texts.checkOptionalName(value);
        }

        @POST
        public FormValidation doCheckEdgeNamespace(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Texts.checkOptionalName(value);
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
}
