package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Service.FileGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what is mounted into a service: volumes, files of the project, memory, configs and secrets. */
final class MountReader {

    private static final Pattern TMPFS = Pattern.compile("([^:]+)(?::(.*))?");

    private final BindReader binds;
    private final Problems problems;

    MountReader(BindReader binds, Problems problems) {
        this.binds = binds;
        this.problems = problems;
    }

    List<Mount> mounts(String service, Fields fields) {
        List<Mount> mounts = new ArrayList<>();
        for (Fields volume : fields.tables("volumes")) {
            Mount mount = mount(service, volume);
            if (mount != null) {
                mounts.add(mount);
            }
        }
        for (Tree.Text text : fields.scalars("tmpfs")) {
            Mount mount = tmpfs(text, fields.values());
            if (mount != null) {
                mounts.add(mount);
            }
        }
        return mounts;
    }

    @CheckForNull
    private Mount mount(String service, Fields volume) {
        String target = volume.text("target");
        Tree.Text written = volume.scalar("target");
        if (written != null && written.tainted()) {
            return null;
        }
        if (target == null || !target.startsWith("/")) {
            problems.error(
                    volume.position(),
                    target == null
                            ? "a volume needs a target"
                            : "the target of a volume is an absolute path in the container, this is \"" + target + "\"",
                    "write the path with a / at its beginning; a volume's name has at least two letters");
            return null;
        }
        String type = volume.text("type");
        boolean readOnly = volume.flag("read_only");
        switch (type == null ? "" : type) {
            case "volume" -> {
                String source = volume.text("source");
                return source == null
                        ? new Mount.AnonymousVolume(target, readOnly, volume.position())
                        : new Mount.NamedVolume(
                                source, target, readOnly, volume.inner("volume").text("subpath"), volume.position());
            }
            case "bind" -> {
                return binds.read(service, volume, target, readOnly);
            }
            case "tmpfs" -> {
                Fields tmpfs = volume.inner("tmpfs");
                return new Mount.Tmpfs(target, tmpfs.bytes("size").orElse(null), tmpfs.mode("mode"), volume.position());
            }
            default -> {
                problems.error(
                        volume.at("type"),
                        type == null ? "a volume needs a type" : "volumes of type \"" + type + "\" can't be used",
                        Nearest.remedy(
                                type == null ? "" : type,
                                List.of("volume", "bind", "tmpfs"),
                                "use volume, bind or tmpfs"));
                return null;
            }
        }
    }

    @CheckForNull
    private Mount tmpfs(Tree.Text text, Values values) {
        Matcher match = TMPFS.matcher(values.open(text, "\"tmpfs\""));
        if (!match.matches() || !match.group(1).startsWith("/")) {
            problems.error(
                    text.position(),
                    text.quoted() + " is no tmpfs",
                    "write an absolute path, with :size=64m,mode=1777 after it if need be");
            return null;
        }
        Long size = null;
        Integer mode = null;
        for (String option :
                match.group(2) == null ? new String[0] : match.group(2).split(",")) {
            if (option.startsWith("size=")) {
                size = Quantities.bytes(option.substring(5)).orElse(null);
            } else if (option.matches("mode=[0-7]{1,6}")) {
                mode = Integer.valueOf(option.substring(5), 8);
            }
            if (option.startsWith("size=") && size == null) {
                problems.error(text.position(), "the size of the tmpfs is no size", "write it as in size=64m");
            }
        }
        return new Mount.Tmpfs(match.group(1), size, mode, text.position());
    }

    /** The entries of {@code configs} and {@code secrets} of a service. */
    List<FileGrant> grants(Fields service) {
        List<FileGrant> grants = new ArrayList<>();
        for (String kind : List.of("configs", "secrets")) {
            for (Fields grant : service.tables(kind)) {
                String source = grant.text("source");
                if (source == null) {
                    problems.error(
                            grant.position(),
                            "an entry of " + kind + " needs a source",
                            "name one that is defined under " + kind + " at the top level");
                    continue;
                }
                boolean secret = kind.equals("secrets");
                grants.add(new FileGrant(
                        source,
                        secret,
                        target(grant.text("target"), source, secret ? "/run/secrets/" : "/"),
                        grant.text("uid"),
                        grant.text("gid"),
                        grant.mode("mode"),
                        grant.position()));
            }
        }
        return grants;
    }

    private static String target(@CheckForNull String target, String source, String folder) {
        String path = target == null || target.isEmpty() ? source : target;
        return path.startsWith("/") ? path : folder + path;
    }
}
