package io.jenkins.plugins.environments.jenkins.credentials;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.security.ACL;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The text that a credential stands for. */
final class CredentialTexts {

    private static final int LARGEST = 1 << 20;

    private CredentialTexts() {}

    /**
     * Secret text: itself; username with password: the password; secret file: its content.
     *
     * @param where who names it, for the message
     */
    static String of(StandardCredentials credentials, Position where) {
        if (credentials instanceof StringCredentials text) {
            return text.getSecret().getPlainText();
        }
        if (credentials instanceof StandardUsernamePasswordCredentials user) {
            return user.getPassword().getPlainText();
        }
        if (credentials instanceof FileCredentials file) {
            return file(file, where);
        }
        throw wrongKind(credentials, credentials.getId(), where, "secret text, username with password, or secret file");
    }

    /** The content of a secret file, as UTF-8. */
    static String file(FileCredentials file, Position where) {
        try (InputStream in = file.getContent()) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new InvalidInputException(new Problem(
                        where, "the secret file \"" + file.getId() + "\" is larger than 1 MiB", "make it smaller"));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidInputException(new Problem(
                    where,
                    "the secret file \"" + file.getId() + "\" can't be read: "
                            + e.getClass().getSimpleName(),
                    "upload it again"));
        }
    }

    static InvalidInputException wrongKind(Credentials credentials, String id, Position where, String wanted) {
        return new InvalidInputException(new Problem(
                where,
                "the credentials \"" + id + "\" are of a kind that can't be used here ("
                        + credentials.getDescriptor().getDisplayName() + ")",
                "use " + wanted));
    }

    /** Those of that id in Jenkins' own store, of whatever kind. */
    static StandardCredentials find(String id, Position where) {
        StandardCredentials found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, Collections.emptyList()),
                CredentialsMatchers.withId(id));
        if (found == null) {
            throw new InvalidInputException(new Problem(
                    where,
                    "there are no credentials \"" + id + "\" in Jenkins' own store",
                    "add them, or choose others"));
        }
        return found;
    }
}
