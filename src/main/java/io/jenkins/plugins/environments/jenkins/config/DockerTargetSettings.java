package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.environments.jenkins.credentials.EngineCredentials;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A Docker engine. Empty texts mean the default that their help names. */
public final class DockerTargetSettings extends TargetSettings {

    private static final DockerSettings DEFAULT = DockerSettings.DEFAULT;

    private String uri;
    private String credentialsId;
    private String edgeNetwork = DEFAULT.edgeNetwork();
    private String entryPoint = DEFAULT.entryPoint();
    private String secureEntryPoint = DEFAULT.secureEntryPoint();
    private String certificateResolver;
    private boolean loopbackPorts;
    private String agentLabel;

    @DataBoundConstructor
    public DockerTargetSettings(String id) {
        super(id);
    }

    @CheckForNull
    public String getUri() {
        return uri;
    }

    @DataBoundSetter
    public void setUri(String uri) {
        this.uri = Util.fixEmptyAndTrim(uri);
    }

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public String getEdgeNetwork() {
        return edgeNetwork;
    }

    @DataBoundSetter
    public void setEdgeNetwork(String edgeNetwork) {
        this.edgeNetwork = given(edgeNetwork, DEFAULT.edgeNetwork());
    }

    public String getEntryPoint() {
        return entryPoint;
    }

    @DataBoundSetter
    public void setEntryPoint(String entryPoint) {
        this.entryPoint = given(entryPoint, DEFAULT.entryPoint());
    }

    public String getSecureEntryPoint() {
        return secureEntryPoint;
    }

    @DataBoundSetter
    public void setSecureEntryPoint(String secureEntryPoint) {
        this.secureEntryPoint = given(secureEntryPoint, DEFAULT.secureEntryPoint());
    }

    @CheckForNull
    public String getCertificateResolver() {
        return certificateResolver;
    }

    @DataBoundSetter
    public void setCertificateResolver(String certificateResolver) {
        this.certificateResolver = Util.fixEmptyAndTrim(certificateResolver);
    }

    public boolean isLoopbackPorts() {
        return loopbackPorts;
    }

    @DataBoundSetter
    public void setLoopbackPorts(boolean loopbackPorts) {
        this.loopbackPorts = loopbackPorts;
    }

    @CheckForNull
    public String getAgentLabel() {
        return agentLabel;
    }

    @DataBoundSetter
    public void setAgentLabel(String agentLabel) {
        this.agentLabel = Util.fixEmptyAndTrim(agentLabel);
    }

    private static String given(@CheckForNull String text, String otherwise) {
        String given = Util.fixEmptyAndTrim(text);
        return given == null ? otherwise : given;
    }

    @Override
    public Blueprint blueprint() {
        return new DockerBlueprint(
                getId(),
                EngineCredentials.connection(getId(), uri, credentialsId),
                new DockerSettings(edgeNetwork, entryPoint, secureEntryPoint, certificateResolver, loopbackPorts),
                agentLabel);
    }
}
