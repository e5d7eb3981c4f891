package io.jenkins.plugins.environments.target.kubernetes.connection;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files of credentials. */
final class CredentialFiles {

    private static final long MOST = 1 << 20;

    private CredentialFiles() {}

    /** @param what what the file holds, for messages, e.g. {@code the kubeconfig} */
    static String read(Path file, String what) {
        try {
            if (Files.size(file) > MOST) {
                throw new InvalidInputException(
                        new Problem(null, what + " " + file + " is larger than 1 MiB", "name the right file"));
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidInputException(new Problem(
                    null,
                    what + " " + file + " can't be read: " + e.getClass().getSimpleName(),
                    "check that the file is there, is text, and may be read"));
        }
    }
}
