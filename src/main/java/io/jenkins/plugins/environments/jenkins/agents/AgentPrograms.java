package io.jenkins.plugins.environments.jenkins.agents;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Proc;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.target.docker.compose.Programs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs the programs of one environment at a place on an agent, through a shell script that keeps what is private to
 * itself: it gets sensitive values and files by one variable, in which nothing can be taken for a reference to another
 * variable, puts the files into a folder of its own, and removes that whatever happens. What an earlier one left, because
 * its machine or its agent was killed, goes first, and so does one that still runs for the same environment.
 */
public final class AgentPrograms implements Programs {

    private static final Logger LOG = Logger.getLogger(AgentPrograms.class.getName());
    private static final String PRIVATE = "ENVIRONMENTS_PRIVATE";
    private static final String SCRIPT = script();

    private final Place place;
    private final String environment;
    private final Set<Proc> running = ConcurrentHashMap.newKeySet();

    /** @param environment its id */
    public AgentPrograms(Place place, String environment) {
        this.place = place;
        this.environment = environment;
    }

    /** What people call the place. */
    public String title() {
        return place.title();
    }

    @Override
    public Result run(Command command) throws IOException, InterruptedException {
        Place.Spot spot = place.now();
        if (!spot.launcher().isUnix()) {
            throw new IOException(title() + " has no shell; Docker Compose is run on agents with Linux or the like");
        }
        FilePath project = spot.project();
        if (command.inProject() && project == null) {
            throw new IOException("the project's files are not at hand: only its own build has them");
        }
        List<String> arguments = new ArrayList<>(List.of(
                "sh", "-c", SCRIPT, "environments", spot.temporary().getRemote(), environment, inProject(command)));
        arguments.addAll(command.arguments());
        EnvVars variables = new EnvVars(spot.variables());
        variables.keySet().removeIf(AgentPrograms::disturbs);
        variables.put(PRIVATE, encoded(command));
        FilePath folder = command.inProject() ? project : spot.temporary();
        folder.mkdirs();
        TailOutput output = new TailOutput();
        long begin = System.nanoTime();
        int status;
        try (InputStream input = new ByteArrayInputStream(command.input().getBytes(StandardCharsets.UTF_8))) {
            Proc process = spot.launcher()
                    .launch()
                    .cmds(arguments)
                    .envs(variables)
                    .pwd(folder)
                    .quiet(true)
                    .stdin(input)
                    .stdout(output)
                    .start();
            status = join(process, command);
        }
        if (System.nanoTime() - begin >= command.timeout().toNanos()) {
            throw new IOException("it did not end within " + command.timeout().toSeconds() + " s");
        }
        return new Result(status, output.text());
    }

    private int join(Proc process, Command command) throws IOException, InterruptedException {
        running.add(process);
        boolean ended = false;
        try {
            int status =
                    process.joinWithTimeout(command.timeout().toMillis(), TimeUnit.MILLISECONDS, TaskListener.NULL);
            ended = true;
            if (!running.contains(process)) {
                throw new IOException("it was told to stop");
            }
            return status;
        } finally {
            running.remove(process);
            if (!ended) {
                kill(process);
            }
        }
    }

    /** Ends what runs; whoever waits for it learns that it was stopped. */
    public void stop() {
        for (Proc process : running) {
            if (running.remove(process)) {
                kill(process);
            }
        }
    }

    private void kill(Proc process) {
        try {
            process.kill();
        } catch (IOException e) {
            LOG.log(Level.FINE, e, () -> "What runs for " + environment + " at " + title() + " can't be ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean disturbs(String variable) {
        return variable.startsWith("COMPOSE_") || variable.startsWith("DOCKER_") && !variable.equals("DOCKER_CONFIG");
    }

    private static String inProject(Command command) {
        return command.inProject() ? "project" : "private";
    }

    /** What the script evaluates, in a form that no launcher expands or prints in a readable way. */
    private static String encoded(Command command) {
        StringBuilder text = new StringBuilder();
        command.environment().forEach((name, value) -> export(text, name, quoted(value)));
        command.privateFiles().forEach((name, content) -> text.append("printf %s ")
                .append(quoted(content))
                .append(" > \"$folder\"/")
                .append(quoted(name))
                .append('\n'));
        if (!command.privateFiles().isEmpty()) {
            export(text, command.folderVariable(), "\"$folder\"");
        }
        return Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void export(StringBuilder text, String name, String value) {
        text.append("export ").append(name).append('=').append(value).append('\n');
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private static String script() {
        try (InputStream in = AgentPrograms.class.getResourceAsStream("run-program.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the plugin is incomplete", e);
        }
    }
}
