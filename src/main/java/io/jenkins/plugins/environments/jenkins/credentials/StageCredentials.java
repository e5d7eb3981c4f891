package io.jenkins.plugins.environments.jenkins.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.EnvFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final Run<?, ?> run;

    /** @param run the build that uses them; they are tracked as used by it */
    public StageCredentials(Run<?, ?> run) {
        this.run = run;
    }

    /**
     * Reads them.
     *
     * @param ofStep variable name to credentials id
     * @return variable name to value
     * @throws InvalidInputException with every id that is not there, or of the wrong kind
     */
    public Map<String, String> read(Stage stage, Map<String, String> ofStep) {
        Map<String, String> values = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        stage.envFileCredentialsIds().forEach(id -> collect(problems, () -> values.putAll(envFile(stage, id))));
        stage.secrets().forEach((name, id) -> collect(problems, () -> values.put(name, ofStage(stage, name, id))));
        ofStep.forEach((name, id) -> collect(problems, () -> values.put(name, ofBuild(name, id))));
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return values;
    }

    private static void collect(List<Problem> problems, Runnable reading) {
        try {
            reading.run();
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
        }
    }

    private Map<String, String> envFile(Stage stage, String id) {
        Position where = Position.of("stage " + stage.name());
        StandardCredentials found = system(id, where);
        if (found instanceof FileCredentials file) {
            return EnvFile.variables("credentials " + id, CredentialTexts.file(file, where));
        }
        throw CredentialTexts.wrongKind(found, id, where, "a secret file that holds a .env");
    }

    private String ofStage(Stage stage, String name, String id) {
        Position where = Position.of("stage " + stage.name() + ", secret " + name);
        return CredentialTexts.of(system(id, where), where);
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
        CredentialsProvider.track(run, found);
        return found;
    }

    private String ofBuild(String name, String id) {
        Position where = Position.of("secrets: " + name);
        StandardCredentials found = CredentialsProvider.findCredentialById(id, StandardCredentials.class, run);
        if (found == null) {
            throw new InvalidInputException(new Problem(
                    where,
                    "this build finds no credentials \"" + id + "\"",
                    "add them where the job can use them, or correct the id"));
        }
        CredentialsProvider.track(run, found);
        return CredentialTexts.of(found, where);
    }
}
