package io.jenkins.plugins.environments.jenkins.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.remoting.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.credentialsbinding.masking.SecretPatterns;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;

/**
 * Masks what {@link MaskedSecrets} knows in all that the steps of a build print, wherever they run. What it masks goes
 * to the agent that prints it, and nowhere else: kept with a Pipeline it is but a reference to the build.
 */
final class MaskingDecorator extends TaskListenerDecorator {

    private static final long serialVersionUID = 1L;

    /** Null on an agent. */
    @CheckForNull
    private final FlowExecutionOwner owner;

    /** Null on the controller. */
    @CheckForNull
    private final Pattern pattern;

    private MaskingDecorator(@CheckForNull FlowExecutionOwner owner, @CheckForNull Pattern pattern) {
        this.owner = owner;
        this.pattern = pattern;
    }

    @NonNull
    @Override
    public OutputStream decorate(@NonNull OutputStream logger) {
        return new SecretPatterns.MaskingOutputStream(logger, this::current, StandardCharsets.UTF_8.name());
    }

    @CheckForNull
    private Pattern current() {
        FlowExecutionOwner build = owner;
        if (build == null) {
            return pattern;
        }
        MaskedSecrets masked = of(build);
        return masked == null ? null : masked.pattern();
    }

    private Object writeReplace() {
        return owner == null || Channel.current() == null ? this : new MaskingDecorator(null, current());
    }

    @CheckForNull
    private static MaskedSecrets of(FlowExecutionOwner owner) {
        try {
            Queue.Executable build = owner.getExecutable();
            return build instanceof Run<?, ?> run ? run.getAction(MaskedSecrets.class) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Gives each step of a build that has something to mask its decorator; leaves all other builds alone. */
    @Extension
    public static final class ForBuilds implements Factory {
        @CheckForNull
        @Override
        public TaskListenerDecorator of(@NonNull FlowExecutionOwner owner) {
            return MaskingDecorator.of(owner) == null ? null : new MaskingDecorator(owner, null);
        }
    }
}
