package io.jenkins.plugins.environments.jenkins.credentials;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Credentials that a build used, as they are kept with it: how they are found again, never what they hold. A class with
 * fields, as Jenkins' XML can't read records back.
 */
final class UsedCredential {

    /** Shorter texts of an env file or of single lines would blot out ordinary words: true, 8080, a brace. */
    private static final int SHORTEST_PART = 6;

    private final String id;
    private final boolean ofStage;
    private final boolean envFile;

    private UsedCredential(String id, boolean ofStage, boolean envFile) {
        this.id = id;
        this.ofStage = ofStage;
        this.envFile = envFile;
    }

    static UsedCredential ofBuild(String id) {
        return new UsedCredential(id, false, false);
    }

    static UsedCredential ofStage(String id) {
        return new UsedCredential(id, true, false);
    }

    static UsedCredential envFile(String id) {
        return new UsedCredential(id, true, true);
    }

    String id() {
        return id;
    }

    /** Whether a stage names it, so that it is found in Jenkins' own store; else the build finds it. */
    boolean isOfStage() {
        return ofStage;
    }

    /** Whether it holds a whole {@code .env}. */
    boolean isEnvFile() {
        return envFile;
    }

    /**
     * What must not be read in a log: each value, and each line of it, as a log is masked line by line.
     *
     * @param values what the credentials gave
     */
    List<String> texts(Collection<String> values) {
        List<String> texts = new ArrayList<>();
        for (String value : values) {
            if (!value.isEmpty() && (!envFile || value.length() >= SHORTEST_PART)) {
                texts.add(value);
            }
            value.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_PART && !line.equals(value))
                    .forEach(texts::add);
        }
        return texts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UsedCredential that
                && id.equals(that.id)
                && ofStage == that.ofStage
                && envFile == that.envFile;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "credentials " + id;
    }
}
