package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Content;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides of each text whether it is sensitive, and keeps the sensitive ones apart from the stack. */
final class Values {

    private final KeyedDigest digest;
    private final Set<String> declared;
    private final Placeholders placeholders;
    private final Problems problems;
    private final Set<Position> shown = new HashSet<>();
    private final List<Named> named = new ArrayList<>();
    private final Map<String, byte[]> secrets = new HashMap<>();

    private record Named(Tree.Text text, String key, String name, boolean sensitive) {}

    /** @param declared names that the stack declares to be sensitive */
    Values(KeyedDigest digest, Set<String> declared, Placeholders placeholders, Problems problems) {
        this.digest = digest;
        this.declared = Set.copyOf(declared);
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** The value of a variable, label or the like. @param key unique, for a sensitive one @param name its name */
    Value named(Tree.Text text, String key, String name) {
        placeholders.check(text, "\"" + name + "\"");
        Value value = value(text, key, isSensitive(text, name));
        named.add(new Named(text, key, name, value instanceof Value.Sensitive));
        return value;
    }

    /** Why a named text is sensitive, or that it is not. Names variables and places, never a text. */
    private String why(Tree.Text text, String name) {
        Optional<Variable> secret =
                text.from().stream().filter(Variable::sensitive).findFirst();
        if (declared.contains(name)) {
            return "the stack declares it sensitive";
        }
        if (Sensitivity.ofName(name)) {
            return "its name says so";
        }
        if (secret.isPresent()) {
            return "the sensitive variable " + secret.get().name() + " ("
                    + secret.get().position() + ") goes into it";
        }
        return Sensitivity.ofValue(text.text())
                ? "its text holds a private key or a URL with a password"
                : "neither its name nor its text says that it is a secret";
    }

    /** Of each named text whether it is sensitive, and why, in the order in which they were read. */
    List<Choice> choices() {
        return named.stream()
                .map(one -> new Choice(one.key(), one.text().position(), one.sensitive(), why(one.text(), one.name())))
                .toList();
    }

    boolean isSensitive(Tree.Text text, String name) {
        return declared.contains(name) || Sensitivity.ofName(name) || isSensitive(text);
    }

    private static boolean isSensitive(Tree.Text text) {
        return text.tainted() || Sensitivity.ofValue(text.text());
    }

    /** The words of a command. @param key of which the words' keys are made: {@code key.0} */
    List<Value> command(List<Tree.Text> words, String key) {
        Value[] values = new Value[words.size()];
        for (int i = 0; i < values.length; i++) {
            placeholders.check(words.get(i), "a word of a command");
            values[i] = value(words.get(i), key + "." + i, isSensitiveWord(words, i));
        }
        return Arrays.asList(values);
    }

    /** Whether a word of a command is a secret, by itself or by the option before it. */
    static boolean isSensitiveWord(List<Tree.Text> words, int i) {
        Tree.Text word = words.get(i);
        boolean argument = i > 0
                && Sensitivity.ofOption(words.get(i - 1).text())
                && !word.text().startsWith("-")
                && !word.text().startsWith("$");
        return argument || isSensitive(word) || Sensitivity.ofCommandLine(word.text());
    }

    private Value value(Tree.Text text, String key, boolean sensitive) {
        return sensitive
                ? secret(text.text().getBytes(StandardCharsets.UTF_8), key, text)
                : Value.plain(text.text(), text.position());
    }

    private Value secret(byte[] content, String key, Tree.Text where) {
        String free = key;
        for (int i = 2; secrets.containsKey(free) && !Arrays.equals(secrets.get(free), content); i++) {
            free = key + "~" + i;
        }
        secrets.put(free, content);
        return new Value.Sensitive(free, digest.of(content), where.position());
    }

    /** The content of a file. @param where what names it @param sensitive it is, whatever its text */
    Content content(byte[] content, String key, Tree.Text where, boolean sensitive) {
        String text = null;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            // Bytes, not text: kept as base64 below.
            text = null;
        }
        if (sensitive || where.tainted() || text != null && Sensitivity.ofValue(text)) {
            return new Content(secret(content, key, where), false);
        }
        return text == null
                ? new Content(Value.plain(Base64.getEncoder().encodeToString(content), where.position()), true)
                : new Content(Value.plain(text, where.position()), false);
    }

    /** A text that goes where everybody can read it. A sensitive one is reported, and nothing comes back of it. */
    String open(Tree.Text text, String place) {
        placeholders.check(text, place);
        if (!isSensitive(text)) {
            return text.text();
        }
        Set<String> names = new LinkedHashSet<>();
        text.from().stream().filter(Variable::sensitive).forEach(variable -> names.add(variable.name()));
        String what = names.isEmpty() ? "a text with a secret in it" : "the sensitive " + String.join(" and ", names);
        // A short form (a port) has several parts at one place: it is told once.
        if (shown.add(text.position())) {
            problems.error(
                    text.position(),
                    what + " goes into " + (text.span() == null ? "a place" : place + ",")
                            + " where everybody can read it",
                    "use a variable that is not sensitive there");
        }
        return "";
    }

    SecretValues secrets() {
        return new SecretValues(secrets);
    }
}
