package io.jenkins.plugins.environments.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The short form of a port: {@code [[ip:][published[-end]]:]target[-end][/protocol]}; ranges are spread out. */
final class PortForm {

    private static final String RANGE = "([0-9]{1,6})(?:-([0-9]{1,6}))?";
    private static final Pattern SHORT =
            Pattern.compile("(?:(?:(\\[[0-9a-fA-F:.]+\\]|[0-9]+(?:\\.[0-9]+){3}|[0-9a-fA-F:]*::[0-9a-fA-F:.]*):)?(?:"
                    + RANGE + ")?:)?" + RANGE + "(?:/([A-Za-z]+))?");
    private static final int LONGEST = 100;
    private static final int MOST = 1_000;
    private static final String EXPECTED = "write \"target\", \"published:target\" or \"ip:published:target\", "
            + "each a port or a range like 8000-8010, with /udp after it if need be";

    private PortForm() {}

    /** The long form of each port; none when the text is no port, which is reported. */
    static List<Tree> parse(Tree.Text text, Problems problems) {
        Matcher match = SHORT.matcher(text.text());
        if (text.text().length() > LONGEST || !match.matches()) {
            problems.error(text.position(), text.quoted() + " is no port", EXPECTED);
            return List.of();
        }
        int start = Integer.parseInt(match.group(4));
        int end = match.group(5) == null ? start : Integer.parseInt(match.group(5));
        boolean published = match.group(2) != null;
        int publishedStart = published ? Integer.parseInt(match.group(2)) : 0;
        int publishedEnd = match.group(3) == null ? publishedStart : Integer.parseInt(match.group(3));
        if (end < start || publishedEnd < publishedStart || end > 65535 || publishedEnd > 65535 || start < 1) {
            problems.error(text.position(), text.quoted() + " is no port: ports are 1 to 65535, ranges rise", EXPECTED);
            return List.of();
        }
        int count = end - start;
        if (count >= MOST) {
            problems.error(
                    text.position(), text.quoted() + " are more than " + MOST + " ports", "name those that are needed");
            return List.of();
        }
        if (published && count != 0 && publishedEnd - publishedStart != count) {
            problems.error(text.position(), text.quoted() + " joins ranges of different lengths", "make them as long");
            return List.of();
        }
        List<Tree> ports = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            Tree.Editor port = new Tree.Editor(text.position());
            put(port, text, "mode", "ingress", Tree.Kind.STRING);
            if (match.group(1) != null) {
                put(port, text, "host_ip", match.group(1).replaceAll("[\\[\\]]", ""), Tree.Kind.STRING);
            }
            put(port, text, "target", String.valueOf(start + i), Tree.Kind.INTEGER);
            if (published) {
                boolean range = count == 0 && publishedEnd > publishedStart;
                String host = range ? publishedStart + "-" + publishedEnd : String.valueOf(publishedStart + i);
                put(port, text, "published", host, Tree.Kind.STRING);
            }
            String protocol = match.group(6) == null ? "tcp" : match.group(6).toLowerCase(java.util.Locale.ROOT);
            put(port, text, "protocol", protocol, Tree.Kind.STRING);
            ports.add(port.table());
        }
        return ports;
    }

    private static void put(Tree.Editor port, Tree.Text from, String key, String text, Tree.Kind kind) {
        // Without a span: a part of a port is never a secret of its own.
        port.put(key, from.position(), new Tree.Text(text, kind, text, from.from(), from.position(), null));
    }
}
