package io.jenkins.plugins.environments.target.docker.host;

import com.github.dockerjava.api.model.Info;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room there is where an engine keeps its data. The Engine API does not tell; the machine does, if it is ours. */
final class FreeDisk {

    private FreeDisk() {}

    /** In bytes; null for an engine on another machine, and where its folder can't be looked at. */
    @CheckForNull
    static Long of(Info engine) {
        String folder = engine.getDockerRootDir();
        try {
            // A socket may lead to another machine, which has a folder of that name, too.
            boolean here = InetAddress.getLocalHost().getHostName().equals(engine.getName());
            return here && folder != null && Files.isDirectory(Path.of(folder))
                    ? Files.getFileStore(Path.of(folder)).getUsableSpace()
                    : null;
        } catch (IOException e) {
            return null;
        }
    }
}
