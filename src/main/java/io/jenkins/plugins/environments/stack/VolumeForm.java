package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.List;

/** The short form of a volume: {@code [source:]target[:options]}, by Compose v2's rules. */
final class VolumeForm {

    private static final String EXPECTED = "write \"volume:/path/in/container\", \"./file/of/project:/path\" or "
            + "\"/path\", with :ro after it if need be";

    private VolumeForm() {}

    /** The long form; null when the text is no volume, which is reported. */
    @CheckForNull
    static Tree parse(Tree.Text text, String folder, Problems problems) {
        List<String> parts = split(text.text());
        if (text.text().isEmpty() || parts.contains("")) {
            problems.error(text.position(), text.quoted() + " is no volume: a part of it is empty", EXPECTED);
            return null;
        }
        if (parts.size() > 3) {
            problems.error(text.position(), text.quoted() + " is no volume: it has too many colons", EXPECTED);
            return null;
        }
        Tree.Editor volume = new Tree.Editor(text.position());
        String source = parts.size() > 1 ? parts.get(0) : null;
        boolean bind = source != null && isPath(source);
        put(volume, text, "type", bind ? "bind" : "volume", Tree.Kind.STRING);
        if (source != null) {
            put(volume, text, "source", bind ? Paths.rebase(folder, source) : source, Tree.Kind.STRING);
        }
        put(volume, text, "target", Paths.clean(parts.get(parts.size() > 1 ? 1 : 0)), Tree.Kind.STRING);
        Tree.Editor options = new Tree.Editor(text.position());
        if (bind) {
            put(options, text, "create_host_path", "true", Tree.Kind.BOOLEAN);
        }
        if (parts.size() == 3) {
            for (String option : parts.get(2).split(",")) {
                option(volume, options, option, text);
            }
        }
        // Compose v2 says nothing more about a path of one or two characters; config prints the same.
        boolean tiny = text.text().length() <= 2;
        return tiny
                ? volume.table()
                : volume.put(bind ? "bind" : "volume", text.position(), options.table())
                        .table();
    }

    private static void option(Tree.Editor volume, Tree.Editor options, String option, Tree.Text text) {
        switch (option) {
            case "ro" -> put(volume, text, "read_only", "true", Tree.Kind.BOOLEAN);
            case "nocopy" -> put(options, text, "nocopy", "true", Tree.Kind.BOOLEAN);
            case "z", "Z" -> put(options, text, "selinux", option, Tree.Kind.STRING);
            case "rprivate", "private", "rshared", "shared", "rslave", "slave" -> put(
                    options, text, "propagation", option, Tree.Kind.STRING);
            default -> {
                // As Compose: options that it does not know (cached, delegated …) say nothing.
            }
        }
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (char c : text.toCharArray()) {
            boolean drive = c == ':' && part.length() == 1 && Character.isLetter(part.charAt(0)) && text.length() > 2;
            if (c == ':' && !drive) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static boolean isPath(String source) {
        return source.startsWith(".")
                || source.startsWith("/")
                || source.startsWith("~")
                || source.startsWith("\\\\")
                || source.length() > 1 && Character.isLetter(source.charAt(0)) && source.charAt(1) == ':';
    }

    private static void put(Tree.Editor volume, Tree.Text from, String key, String text, Tree.Kind kind) {
        volume.put(key, from.position(), new Tree.Text(text, kind, text, from.from(), from.position(), null));
    }
}
