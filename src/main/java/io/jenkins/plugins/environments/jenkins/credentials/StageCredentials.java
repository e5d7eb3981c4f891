package io.jenkins.plugins.environments.jenkins.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.EnvFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;

/**
 * The sensitive variables of one deploy: what the step names, then what the stage names.
 *
 * <p>The step's credentials are looked up for the build, as anything that a Jenkinsfile names. The stage's were named by
 * an administrator: they are looked up in Jenkins' own store, those of scope System among them, so that a stage can have
 * secrets that no Jenkinsfile can read.
 */
public final class StageCredentials {

    @CheckForNull
    private final Run<?, ?> run;

    /** @param run the build that uses them; they are tracked as used by it */
    public StageCredentials(Run<?, ?> run) {
        this.run = run;
    }

    private StageCredentials() {
        this.run = null;
    }

    /**
     * Reads those of a stage for a person who uses it without a build.
     *
     * @throws InvalidInputException with every id that is not there, or of the wrong kind
     */
    public static Map<String, String> ofStage(Stage stage) {
        Map<String, String> values = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        StageCredentials credentials = new StageCredentials();
        for (Use use : uses(stage, Map.of())) {
            try {
                values.putAll(credentials.values(use));
            } catch (InvalidInputException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return values;
    }

    /**
     * Reads them. From then on their values are masked in all that the build prints.
     *
     * @param ofStep variable name to credentials id
     * @return variable name to value
     * @throws IOException when the build can't be saved
     * @throws InvalidInputException with every id that is not there, or of the wrong kind
     */
    public Map<String, String> read(Stage stage, Map<String, String> ofStep) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        List<UsedCredential> used = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Use use : uses(stage, ofStep)) {
            try {
                Map<String, String> found = values(use);
                values.putAll(found);
                used.add(use.credential());
                texts.addAll(use.credential().texts(found.values()));
            } catch (InvalidInputException e) {
                problems.addAll(e.problems());
            }
        }
        // Also when one is missing: what was read might be printed.
        MaskedSecrets.add(Objects.requireNonNull(run, "reading is for builds"), used, texts);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return values;
    }

    /** @param variable what it is the value of; unused for a whole env file */
    private record Use(UsedCredential credential, String variable, Position where) {}

    private static List<Use> uses(Stage stage, Map<String, String> ofStep) {
        List<Use> uses = new ArrayList<>();
        String place = "stage " + stage.name();
        stage.envFileCredentialsIds()
                .forEach(id -> uses.add(new Use(UsedCredential.envFile(id), "", Position.of(place))));
        stage.secrets()
                .forEach((name, id) ->
                        uses.add(new Use(UsedCredential.ofStage(id), name, Position.of(place + ", secret " + name))));
        ofStep.forEach(
                (name, id) -> uses.add(new Use(UsedCredential.ofBuild(id), name, Position.of("secrets: " + name))));
        return uses;
    }

    /**
     * What must be masked of credentials that were used before.
     *
     * @throws InvalidInputException when they are gone
     */
    List<String> texts(UsedCredential used) {
        return used.texts(values(new Use(used, "secret", Position.of("build"))).values());
    }

    private Map<String, String> values(Use use) {
        String id = use.credential().id();
        StandardCredentials found = use.credential().isOfStage() ? system(id, use.where()) : ofBuild(id, use.where());
        if (!use.credential().isEnvFile()) {
            return Map.of(use.variable(), CredentialTexts.of(found, use.where()));
        }
        if (found instanceof FileCredentials file) {
            return EnvFile.variables("credentials " + id, CredentialTexts.file(file, use.where()));
        }
        throw CredentialTexts.wrongKind(found, id, use.where(), "a secret file that holds a .env");
    }

    private StandardCredentials system(String id, Position where) {
        StandardCredentials found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, Collections.emptyList()),
                CredentialsMatchers.withId(id));
        if (found == null) {
            throw new InvalidInputException(new Problem(
                    where,
                    "there are no credentials \"" + id + "\" in Jenkins' own store",
                    "ask an administrator to add them, or to correct the stage"));
        }
        Run<?, ?> build = run;
        if (build != null) {
            CredentialsProvider.track(build, found);
        }
        return found;
    }

    private StandardCredentials ofBuild(String id, Position where) {
        Run<?, ?> build = Objects.requireNonNull(run, "only a build names credentials");
        StandardCredentials found = CredentialsProvider.findCredentialById(id, StandardCredentials.class, build);
        if (found == null) {
            throw new InvalidInputException(new Problem(
                    where,
                    "this build finds no credentials \"" + id + "\"",
                    "add them where the job can use them, or correct the id"));
        }
        CredentialsProvider.track(build, found);
        return found;
    }
}
