package io.jenkins.plugins.environments.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.util.List;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Lists of credentials in Jenkins' own store, for administrators. */
final class CredentialChoices {

    /** What can be the value of one variable. */
    static final CredentialsMatcher VALUES = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class),
            CredentialsMatchers.instanceOf(FileCredentials.class));

    static final CredentialsMatcher FILES = CredentialsMatchers.instanceOf(FileCredentials.class);

    private CredentialChoices() {}

    /** What is chosen already, for who may not see the others. */
    static ListBoxModel current(@CheckForNull String current) {
        return new StandardListBoxModel().includeCurrentValue(Objects.requireNonNullElse(current, ""));
    }

    /** All of these kinds. The caller has asked whether the user is an administrator. */
    static ListBoxModel list(@CheckForNull String current, CredentialsMatcher kinds) {
        return new StandardListBoxModel()
                .includeEmptyValue()
                .includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, List.of(), kinds)
                .includeCurrentValue(Objects.requireNonNullElse(current, ""));
    }
}
