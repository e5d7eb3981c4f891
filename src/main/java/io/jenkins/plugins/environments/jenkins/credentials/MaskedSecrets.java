package io.jenkins.plugins.environments.jenkins.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.environments.model.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import jenkins.model.RunAction2;
import org.jenkinsci.plugins.credentialsbinding.masking.SecretPatterns;

/**
 * Whose values a build must not print from the first deploy on that used them, whatever step prints them. Kept with the
 * build are the ids of the credentials; the values are in memory only, and after a restart they are read again.
 */
public final class MaskedSecrets extends InvisibleAction implements RunAction2 {

    private static final Logger LOG = Logger.getLogger(MaskedSecrets.class.getName());

    private final List<UsedCredential> used = new ArrayList<>();

    private transient volatile Run<?, ?> run;

    /** Null: not read since Jenkins started. */
    private transient Set<String> texts;

    private transient Pattern pattern;

    private MaskedSecrets() {
        texts = new LinkedHashSet<>();
    }

    /** Adds what a build has just read, and keeps on disk where it was read from. */
    static void add(Run<?, ?> run, Collection<UsedCredential> used, Collection<String> texts) throws IOException {
        if (used.isEmpty()) {
            return;
        }
        MaskedSecrets masked;
        synchronized (run) {
            masked = run.getAction(MaskedSecrets.class);
            if (masked == null) {
                masked = new MaskedSecrets();
                run.addAction(masked);
            }
        }
        masked.add(used, texts);
        run.save();
    }

    private synchronized void add(Collection<UsedCredential> more, Collection<String> moreTexts) {
        known().addAll(moreTexts);
        more.stream().filter(each -> !used.contains(each)).forEach(used::add);
        pattern = null;
    }

    /** What to mask; null: nothing. */
    @CheckForNull
    synchronized Pattern pattern() {
        if (pattern == null && !known().isEmpty()) {
            pattern = SecretPatterns.getAggregateSecretPattern(known());
        }
        return pattern;
    }

    private synchronized Set<String> known() {
        if (texts == null) {
            texts = new LinkedHashSet<>();
            StageCredentials credentials = new StageCredentials(run);
            for (UsedCredential each : used) {
                try {
                    texts.addAll(credentials.texts(each));
                } catch (InvalidInputException e) {
                    // Gone in the meantime: then no step can get at them again, either.
                    LOG.log(Level.FINE, "{0} of {1} can no longer be read", new Object[] {each, run});
                }
            }
        }
        return texts;
    }

    @Override
    public void onAttached(Run<?, ?> attached) {
        this.run = attached;
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        this.run = loaded;
    }
}
