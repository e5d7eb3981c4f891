package io.jenkins.plugins.environments.jenkins.background;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.init.Terminator;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.JournaledLifecycle;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.OperationFailedException;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.ManifestReader;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.docker.host.DockerTarget;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/**
 * What runs as long as Jenkins does: the lifecycle over {@code $JENKINS_HOME/environments}, and a few threads on which
 * steps gather what they need, so that none of Jenkins' own threads ever waits for an agent or a cluster.
 */
@Extension
public final class Background {

    private static final Logger LOG = Logger.getLogger(Background.class.getName());
    private static final int THREADS = 8;
    private static final int RETIRED_AFTER_SECONDS = 60;
    private static final int IDLE_SECONDS = 30;

    private final KnownChanges changes = new JobChanges(Clock.systemUTC());

    private Running running;
    private Throwable trouble;

    /** All that is open; closed together. */
    private record Running(JournaledLifecycle lifecycle, ConfiguredTargets targets, ThreadPoolExecutor workers) {}

    /** The only one. */
    public static Background get() {
        return ExtensionList.lookupSingleton(Background.class);
    }

    /**
     * Opens the journal, before any Pipeline goes on. Whatever is wrong with it must not stop Jenkins from starting: it
     * is said when somebody needs it, and tried again.
     */
    @Initializer(after = InitMilestone.SYSTEM_CONFIG_ADAPTED, before = InitMilestone.JOB_LOADED)
    public synchronized void open() {
        if (running != null) {
            return;
        }
        ConfiguredTargets targets =
                ConfiguredTargets.ofJenkins(Jenkins.get().getLegacyInstanceId().substring(0, 32), Background::retire);
        try {
            Path home = Jenkins.get().getRootDir().toPath().resolve("environments");
            JournaledLifecycle lifecycle = JournaledLifecycle.open(home, targets, Clock.systemUTC());
            lifecycle.problems().forEach(problem -> LOG.log(Level.WARNING, "Environments: {0}", problem));
            running = new Running(lifecycle, targets, threads());
            trouble = null;
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "The journal of the environments can't be opened; it is tried again when needed", e);
            trouble = e;
            targets.close();
        }
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), "environment-steps"),
                // Only after the end: steps take up their work again when Jenkins is back.
                new ThreadPoolExecutor.DiscardPolicy());
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    private static void retire(Target target) {
        Timer.get().schedule(target::close, RETIRED_AFTER_SECONDS, TimeUnit.SECONDS);
    }

    /** Closes everything; operations that have not ended go on when Jenkins starts again. */
    @Terminator
    public synchronized void close() {
        if (running == null) {
            return;
        }
        Running before = running;
        running = null;
        before.lifecycle().close();
        before.workers().shutdownNow();
        before.targets().close();
    }

    /**
     * The lifecycle.
     *
     * @throws OperationFailedException when its journal can't be opened
     */
    public EnvironmentLifecycle lifecycle() {
        return running().lifecycle();
    }

    /** The lifecycle, or nothing when it can't be had: for pages, which then show none. */
    public Optional<EnvironmentLifecycle> ifOpen() {
        try {
            return Optional.of(lifecycle());
        } catch (OperationFailedException e) {
            return Optional.empty();
        }
    }

    /** The lifecycle while it is open; does not try to open it. */
    synchronized Optional<EnvironmentLifecycle> ifRunning() {
        return Optional.ofNullable(running).map(Running::lifecycle);
    }

    /** What Jenkins' jobs tell about the changes of environments. */
    public KnownChanges changes() {
        return changes;
    }

    /** Reads stacks; its digests are those of this journal. */
    public StackReader reader() {
        return new StackReader(new KeyedDigest(running().lifecycle().digestKey()));
    }

    /**
     * Which Compose works for an environment on a Docker engine; asks for it where it runs.
     *
     * @throws io.jenkins.plugins.environments.model.TargetException when it can't be had
     */
    public String compose(String target, EnvironmentId environment) {
        return running().targets().target(target) instanceof DockerTarget engine
                ? engine.compose(environment)
                : "not needed";
    }

    /** Reads ready manifests; its digests are those of this journal. */
    public ManifestReader manifests() {
        return new ManifestReader(new KeyedDigest(running().lifecycle().digestKey()));
    }

    /** Threads that may wait for input and output; few, so nothing on them may wait for a state. */
    public Executor workers() {
        return running().workers();
    }

    private synchronized Running running() {
        if (running == null && !Jenkins.get().isTerminating()) {
            open();
        }
        if (running == null) {
            throw closed(trouble);
        }
        return running;
    }

    private static OperationFailedException closed(@CheckForNull Throwable cause) {
        return new OperationFailedException(Failure.of(
                "the journal of the environments is not open",
                cause == null ? "Jenkins is going down" : String.valueOf(cause.getMessage()),
                cause == null
                        ? "wait until Jenkins runs again"
                        : "look into Jenkins' log and at the folder environments in its home"));
    }
}
