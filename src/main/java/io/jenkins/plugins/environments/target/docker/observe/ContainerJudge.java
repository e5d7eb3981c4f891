package io.jenkins.plugins.environments.target.docker.observe;

import com.github.dockerjava.api.command.InspectContainerResponse;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells from what the engine says of a container what it is doing. */
final class ContainerJudge {

    /** So often a container that runs on may end before it is believed to be hopeless. */
    private static final int HOPELESS = 3;

    private static final Pattern EXIT = Pattern.compile("(?:Exited|Restarting|Dead) \\((\\d+)\\).*");
    /** The engine forgets how often it restarted a container when that has run for ten seconds. */
    private static final Pattern JUST_UP = Pattern.compile("Up (?:Less than a second|\\d seconds?)\\b.*");

    private ContainerJudge() {}

    /** Whether the list alone does not tell enough: it may have been restarted, or could not be started. */
    static boolean needsLook(EngineContainer container) {
        return switch (container.state()) {
            case "running" -> JUST_UP.matcher(container.status()).matches();
            case "restarting", "created", "dead" -> true;
            default -> false;
        };
    }

    /**
     * @param look null: not looked at, or gone meanwhile
     * @param lately how often it was seen to be restarted in the last minutes
     */
    static Seen judge(EngineContainer container, @CheckForNull InspectContainerResponse look, int lately) {
        int restarts = restarts(look);
        return switch (container.state()) {
            case "running" -> running(container, restarts, lately);
            case "restarting" -> ended(container, restarts);
            case "exited" -> exited(container);
            case "created" -> created(container, look);
            case "dead" -> new Seen(container, State.FAILED, "dead");
            case "paused" -> new Seen(container, State.STARTING, "paused");
            default -> new Seen(container, State.PENDING, container.state());
        };
    }

    /** How often the engine restarted it by itself. */
    static int restarts(@CheckForNull InspectContainerResponse look) {
        Integer counted = look == null ? null : look.getRestartCount();
        return counted == null ? 0 : counted;
    }

    private static Seen running(EngineContainer container, int restarts, int lately) {
        String status = container.status();
        if (status.contains("(unhealthy)")) {
            return new Seen(container, State.FAILED, "unhealthy");
        }
        if (status.contains("(health: starting)")) {
            return new Seen(container, State.STARTING, null);
        }
        if (container.label(Labels.JOB).equals("true")) {
            return new Seen(container, State.STARTING, "running to its end");
        }
        if (lately >= HOPELESS) {
            // Also one that runs for a while each time.
            return new Seen(container, State.FAILED, "keeps ending, restarted " + lately + " times of late");
        }
        if (restarts >= HOPELESS) {
            return new Seen(container, State.FAILED, "restarted " + restarts + " times");
        }
        // One that has just been restarted may end again at once.
        return restarts > 0
                ? new Seen(container, State.STARTING, "restarted " + restarts + " times")
                : new Seen(container, State.READY, null);
    }

    private static Seen ended(EngineContainer container, int restarts) {
        String reason = "ended with " + code(container) + ", restarted " + restarts + " times";
        return new Seen(container, restarts >= HOPELESS ? State.FAILED : State.STARTING, reason);
    }

    private static Seen exited(EngineContainer container) {
        int code = code(container);
        if (code == 0 && container.label(Labels.JOB).equals("true")) {
            return new Seen(container, State.COMPLETED, null);
        }
        return new Seen(container, State.FAILED, "ended with " + code);
    }

    /** Made and not started: in a moment, or never. */
    private static Seen created(EngineContainer container, @CheckForNull InspectContainerResponse look) {
        String error =
                look == null || look.getState() == null ? null : look.getState().getError();
        return error == null || error.isEmpty()
                ? new Seen(container, State.PENDING, null)
                : new Seen(container, State.FAILED, "could not be started");
    }

    private static int code(EngineContainer container) {
        Matcher matcher = EXIT.matcher(container.status());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }
}
