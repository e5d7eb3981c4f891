package io.jenkins.plugins.environments.target.docker.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.stack.Content;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.StackFile;
import io.jenkins.plugins.environments.model.stack.Value;
import io.jenkins.plugins.environments.target.Findings;
import io.jenkins.plugins.environments.target.docker.translate.FileEntry.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files that services get: those of the project, configs and secrets. An engine may be on another machine than the
 * project, so they are brought to a volume of the environment and mounted from there, each under a name made of its
 * content's digest: another content is another mount, and just the containers that use it are made anew.
 */
final class FilePlan {

    private static final int READABLE = 0444;
    private static final int RUNNABLE = 0555;

    private final Map<String, StackFile> configs;
    private final Map<String, StackFile> secrets;
    private final Findings findings;
    private final Map<String, FileEntry> entries = new TreeMap<>();
    private int sensitive;

    FilePlan(Map<String, StackFile> configs, Map<String, StackFile> secrets, Findings findings) {
        this.configs = configs;
        this.secrets = secrets;
        this.findings = findings;
    }

    Map<String, FileEntry> entries() {
        return entries;
    }

    /** How many mounts with a sensitive content were planned so far. */
    int sensitive() {
        return sensitive;
    }

    Map<String, Object> bind(Mount.Bind bind) {
        List<Part> parts = new ArrayList<>();
        for (Mount.BoundFile file : bind.files()) {
            parts.add(new Part(
                    bind.directory() ? file.path() : "",
                    file.content(),
                    file.executable() ? RUNNABLE : READABLE,
                    0,
                    0));
        }
        return mount(new FileEntry(bind.directory(), parts), bind.target());
    }

    /** Null when there is nothing to mount; then an error was found. */
    @CheckForNull
    Map<String, Object> grant(Service service, Service.FileGrant grant) {
        StackFile file = (grant.secret() ? secrets : configs).get(grant.source());
        Content content = file == null ? null : file.content();
        if (content == null) {
            findings.error(
                    grant.position(),
                    (grant.secret() ? "secret " : "config ") + grant.source() + " of service " + service.name()
                            + " is external, and an engine keeps none by itself",
                    "give its content in the file, or as a variable");
            return null;
        }
        Integer mode = grant.mode();
        Part part = new Part(
                "", content, mode == null ? READABLE : mode, number(grant, grant.uid()), number(grant, grant.gid()));
        return mount(new FileEntry(false, List.of(part)), grant.target());
    }

    private int number(Service.FileGrant grant, @CheckForNull String id) {
        if (id == null) {
            return 0;
        }
        try {
            return Integer.parseInt(id);
        } catch (NumberFormatException e) {
            findings.error(grant.position(), "\"" + id + "\" is no numeric id", "give uid and gid as numbers");
            return 0;
        }
    }

    private Map<String, Object> mount(FileEntry entry, String target) {
        String name = (entry.sensitive() ? FileEntry.SENSITIVE : "") + Texts.digest(describe(entry));
        entries.put(name, entry);
        sensitive += entry.sensitive() ? 1 : 0;
        Map<String, Object> mount = new LinkedHashMap<>();
        mount.put("type", "bind");
        mount.put("source", "${" + ComposeFile.FILES + "}/" + name);
        mount.put("target", Texts.plain(target));
        mount.put("read_only", true);
        return mount;
    }

    private static String describe(FileEntry entry) {
        StringBuilder text = new StringBuilder(entry.directory() ? "folder" : "file");
        for (Part part : entry.files()) {
            String content = part.content().value() instanceof Value.Sensitive sensitive
                    ? "sensitive " + sensitive.digest()
                    : "plain " + ((Value.Plain) part.content().value()).text();
            text.append('\n')
                    .append(part.path())
                    .append('\n')
                    .append(part.mode())
                    .append(' ')
                    .append(part.uid())
                    .append(' ')
                    .append(part.gid())
                    .append(' ')
                    .append(part.content().base64())
                    .append(' ')
                    .append(content.length())
                    .append('\n')
                    .append(content);
        }
        return text.toString();
    }
}
