package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * One YAML file as trees, a tree for each document. Aliases and merge keys are expanded, within bounds: input that
 * grows without end when expanded is an error after at most {@value #MOST_NODES} nodes.
 */
final class YamlSource {

    private static final int MOST_NODES = 100_000;
    private static final long MOST_CHARACTERS = 8_000_000;
    private static final int MOST_ALIASES = 100;
    private static final int DEEPEST = 100;
    private static final String MERGE = "<<";

    private final String file;
    private final String text;
    private final int[] offsets;
    private final Problems problems;
    private final Parser parser;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final List<List<String>> cleared = new ArrayList<>();
    private int nodes;
    private int aliases;
    private long aliased;

    private record Anchored(Tree tree, int nodes, int height, long characters, List<List<String>> cleared) {}

    /** One document. @param cleared paths that {@code !reset} or {@code !override} empties before it is merged */
    record Document(Tree tree, List<List<String>> cleared) {}

    private YamlSource(String file, String text, Problems problems) {
        this.file = file;
        this.text = text;
        this.offsets = offsets(text);
        this.problems = problems;
        this.parser = new ParserImpl(new StreamReader(new WholeCharacters(text)), new LoaderOptions());
    }

    /** The documents; fewer than there are if the file is no YAML, which is reported. */
    static List<Document> parse(String file, String text, Problems problems) {
        List<Document> documents = new ArrayList<>();
        try {
            new YamlSource(file, text, problems).documents(documents);
        } catch (Excess e) {
            problems.unread(e.position, e.getMessage(), "make the file simpler");
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            Position position = mark == null
                    ? new Position(file, 1, 1)
                    : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
            problems.unread(
                    position,
                    "this is no YAML: " + words(e) + context(file, e),
                    "correct the line or the one before it");
        } catch (YAMLException e) {
            problems.unread(
                    new Position(file, 1, 1),
                    "this is no YAML: it holds characters that YAML does not allow",
                    "save it as plain UTF-8 text");
        }
        return documents;
    }

    /** The other place: where that begins which is not as it should be. */
    private static String context(String file, MarkedYAMLException e) {
        Mark begin = e.getContextMark();
        Mark problem = e.getProblemMark();
        if (begin == null || e.getContext() == null || problem != null && begin.getIndex() == problem.getIndex()) {
            return "";
        }
        return " (" + e.getContext() + " that begins at "
                + new Position(file, begin.getLine() + 1, begin.getColumn() + 1) + ")";
    }

    private static String words(MarkedYAMLException e) {
        // The parser's words quote single characters and token names of the file at most.
        String words = e.getProblem() == null ? "it can't be parsed" : e.getProblem();
        return words.lines().findFirst().orElse("it can't be parsed").strip();
    }

    private void documents(List<Document> documents) {
        while (!parser.checkEvent(Event.ID.StreamEnd)) {
            if (parser.checkEvent(Event.ID.StreamStart) || parser.checkEvent(Event.ID.DocumentEnd)) {
                parser.getEvent();
            } else if (parser.checkEvent(Event.ID.DocumentStart)) {
                version((DocumentStartEvent) parser.getEvent());
                anchors.clear();
                cleared.clear();
                Tree tree = node(KeyPath.TOP);
                documents.add(new Document(tree, List.copyOf(cleared)));
            } else {
                throw new YAMLException("unexpected " + parser.getEvent().getEventId());
            }
        }
    }

    /** Compose reads no other version, and so would nobody who has the file. */
    private void version(DocumentStartEvent start) {
        if (start.getVersion() == DumperOptions.Version.V1_0
                || start.getExplicit() && text.startsWith("%YAML") && !text.startsWith("%YAML 1.1")) {
            problems.unread(
                    position(start.getStartMark()),
                    "the file is in another version of YAML than 1.1",
                    "take the %YAML line out");
        }
    }

    private Tree node(KeyPath path) {
        Event event = parser.getEvent();
        Position position = position(event.getStartMark());
        count(1, position);
        if (path.length() > DEEPEST) {
            throw new Excess(position, "values are nested more than " + DEEPEST + " deep");
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias, path, position);
        }
        int before = nodes;
        int clearedBefore = cleared.size();
        String tag = tag(event);
        if (tag != null && (tag.equals("!reset") || tag.equals("!override"))) {
            cleared.add(path.keys());
        }
        Tree tree;
        if (event instanceof ScalarEvent scalar) {
            tree = scalar(scalar, position);
        } else if (event instanceof SequenceStartEvent) {
            tree = items(path, position);
        } else {
            tree = table(path, position);
        }
        Tree result = "!reset".equals(tag) ? new Tree.Text("", Tree.Kind.RESET, "", List.of(), position, null) : tree;
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            List<List<String>> inside = cleared.subList(clearedBefore, cleared.size()).stream()
                    .map(each -> List.copyOf(each.subList(path.length(), each.size())))
                    .toList();
            anchors.put(anchor, new Anchored(result, nodes - before + 1, height(result), characters(result), inside));
        }
        return result;
    }

    private Tree alias(AliasEvent alias, KeyPath path, Position position) {
        Anchored anchored = anchors.get(alias.getAnchor());
        if (anchored == null) {
            problems.unread(
                    position,
                    "the alias *" + alias.getAnchor() + " has no anchor before it",
                    "write &" + alias.getAnchor() + " at the value that is meant, above this line and not around it");
            // Of any use as a merge key's value, too: one error is enough.
            return Tree.emptyTable(position);
        }
        if (++aliases > MOST_ALIASES) {
            throw new Excess(position, "there are more than " + MOST_ALIASES + " aliases");
        }
        count(anchored.nodes(), position);
        aliased += anchored.characters();
        if (aliased > MOST_CHARACTERS) {
            throw new Excess(position, "with its aliases expanded, the file has more than 8 million characters");
        }
        if (path.length() + anchored.height() > DEEPEST) {
            throw new Excess(position, "values are nested more than " + DEEPEST + " deep");
        }
        for (List<String> inside : anchored.cleared()) {
            List<String> whole = new ArrayList<>(path.keys());
            whole.addAll(inside);
            cleared.add(whole);
        }
        return anchored.tree();
    }

    private static long characters(Tree tree) {
        if (tree instanceof Tree.Text text) {
            return text.text().length();
        }
        Collection<Tree> inner = tree instanceof Tree.Table table
                ? table.entries().values()
                : tree instanceof Tree.Items items ? items.items() : List.of();
        return inner.stream().mapToLong(YamlSource::characters).sum();
    }

    private static int height(Tree tree) {
        Collection<Tree> inner = tree instanceof Tree.Table table
                ? table.entries().values()
                : tree instanceof Tree.Items items ? items.items() : List.of();
        return 1 + inner.stream().mapToInt(YamlSource::height).max().orElse(0);
    }

    private void count(int more, Position position) {
        nodes += more;
        if (nodes > MOST_NODES) {
            throw new Excess(position, "with its aliases expanded, the file has more than " + MOST_NODES + " values");
        }
    }

    private Tree scalar(ScalarEvent scalar, Position position) {
        Tree.Span span = new Tree.Span(file, offset(scalar.getStartMark()), offset(scalar.getEndMark()));
        String tag = scalar.getTag();
        boolean string =
                tag == null ? !scalar.isPlain() : !tag.startsWith("tag:yaml.org,2002:") || tag.endsWith(":str");
        return string
                ? new Tree.Text(scalar.getValue(), Tree.Kind.STRING, scalar.getValue(), List.of(), position, span)
                : Scalars.plain(scalar.getValue(), position, span);
    }

    private Tree items(KeyPath path, Position position) {
        List<Tree> items = new ArrayList<>();
        KeyPath inside = path.key("[]");
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            Tree item = node(inside);
            if (!isReset(item)) {
                items.add(item);
            }
        }
        parser.getEvent();
        return new Tree.Items(items, position);
    }

    private Tree table(KeyPath path, Position position) {
        Tree.Editor table = new Tree.Editor(position);
        KeyPath key = path.key("?");
        // None: what is in the table was written, and nothing else.
        Set<String> written = null;
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            boolean plain = parser.peekEvent() instanceof ScalarEvent scalar && scalar.isPlain();
            Tree told = node(key);
            String name = key(told);
            boolean merges = plain && name.equals(MERGE);
            Tree value = node(merges ? path : path.key(name));
            if (written == null && (merges || isReset(value))) {
                written = new HashSet<>(table.entries().keySet());
            }
            if (merges) {
                merge(table, value);
            } else if (written == null ? table.get(name) != null : !written.add(name)) {
                problems.error(
                        told.position(),
                        "the key " + quoted(name) + " is here twice; the first is at " + table.at(name),
                        "keep one of the two");
            } else if (!isReset(value)) {
                table.put(name, told.position(), value);
            }
        }
        parser.getEvent();
        return table.table();
    }

    private static boolean isReset(Tree tree) {
        return tree instanceof Tree.Text text && text.kind() == Tree.Kind.RESET;
    }

    private String key(Tree key) {
        if (key instanceof Tree.Text text && text.kind() == Tree.Kind.STRING) {
            return text.text();
        }
        problems.error(key.position(), "a key has to be a text, this is " + key.kindName(), "put it in quotes");
        return key instanceof Tree.Text text ? text.literal() : key.position().toString();
    }

    private void merge(Tree.Editor into, Tree value) {
        if (value instanceof Tree.Table table) {
            // What the mapping itself says wins, whatever the order; of several merged ones the first.
            table.each((key, at, merged) -> {
                if (into.get(key) == null) {
                    into.put(key, at, merged);
                }
            });
        } else if (value instanceof Tree.Items items) {
            items.items().forEach(item -> merge(into, item));
        } else {
            problems.unread(
                    value.position(),
                    "a merge key takes a mapping or a list of mappings, this is " + value.kindName(),
                    "name an anchor of a mapping: <<: *name");
        }
    }

    private static String tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        if (event instanceof SequenceStartEvent sequence) {
            return sequence.getTag();
        }
        return event instanceof MappingStartEvent mapping ? mapping.getTag() : null;
    }

    private Position position(Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private int offset(Mark mark) {
        return offsets == null ? mark.getIndex() : offsets[mark.getIndex()];
    }

    /** The parser counts code points, Java counts UTF-16 units: null when there is no difference. */
    private static int[] offsets(String text) {
        int points = text.codePointCount(0, text.length());
        if (points == text.length()) {
            return null;
        }
        int[] offsets = new int[points + 1];
        int unit = 0;
        for (int point = 0; point < points; point++) {
            offsets[point] = unit;
            unit += Character.charCount(text.codePointAt(unit));
        }
        offsets[points] = unit;
        return offsets;
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    /** The file is too much. */
    private static final class Excess extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Position position;

        Excess(Position position, String message) {
            super(message);
            this.position = position;
        }
    }
}
