package io.jenkins.plugins.environments.target.docker.compose;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where programs run that Compose is one of: this machine for the terminal, an agent for Jenkins. Implementations put
 * neither input nor environment nor private files into any log, and let no variable of their own get into the program
 * whose name begins with {@code DOCKER_} or {@code COMPOSE_}, but for {@code DOCKER_CONFIG}.
 */
public interface Programs {

    /**
     * Runs a program to its end.
     *
     * @throws IOException when it can't be run: it is not there, no agent is connected, the time was up
     * @throws InterruptedException when this thread is told to stop; the program has ended then
     */
    Result run(Command command) throws IOException, InterruptedException;

    /**
     * Where those of one environment run; here, as all others, unless an implementation has several places. The same
     * instance stands for the same place.
     *
     * @param environment its id
     * @throws io.jenkins.plugins.environments.model.TargetException when there is no place for them, now or at all
     */
    default Programs of(String environment) {
        return this;
    }

    /**
     * @param arguments the program and its arguments; never a sensitive value
     * @param environment added to the program's; may hold sensitive values
     * @param privateFiles name to content of files in a folder that only the program's user can read, and that is gone
     *     afterwards
     * @param folderVariable the variable that names this folder to the program; used only with private files
     * @param input for the program's standard input
     * @param inProject whether it runs in the project's folder; else in a private one
     * @param timeout it is ended after it
     */
    record Command(
            List<String> arguments,
            Map<String, String> environment,
            Map<String, String> privateFiles,
            String folderVariable,
            String input,
            boolean inProject,
            Duration timeout) {

        public Command {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            privateFiles = Map.copyOf(privateFiles);
        }

        /** Its arguments; never its environment or files. */
        @Override
        public String toString() {
            return String.join(" ", arguments);
        }
    }

    /**
     * @param status 0: it did what it should
     * @param output what it wrote to standard output and standard error, as far as is worth reading
     */
    record Result(int status, String output) {}
}
