package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.environments.jenkins.credentials.ClusterCredentials;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

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
    private String clusterScoped;

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

    @CheckForNull
    public String getClusterScoped() {
        return clusterScoped;
    }

    @DataBoundSetter
    public void setClusterScoped(String clusterScoped) {
        this.clusterScoped = Util.fixEmptyAndTrim(clusterScoped);
    }

    @Override
    public Blueprint blueprint() {
        return new KubernetesBlueprint(
                getId(),
                ClusterCredentials.connection(getId(), serverUrl, caCertificate, credentialsId)
                        .resolve(),
                new KubernetesSettings(
                        namespacePrefix,
                        exposure,
                        ingressClass,
                        tlsSecret,
                        tlsIssuer,
                        storageClass,
                        edgeNamespace,
                        KubernetesSettings.kinds(clusterScoped)));
    }
}
