package io.jenkins.plugins.environments.stack;

import java.io.Reader;

/**
 * Reads a text and never ends between the halves of a surrogate pair: the YAML parser asks for one character more then,
 * for which its buffer has no place.
 */
final class WholeCharacters extends Reader {

    private final String text;
    private int at;

    WholeCharacters(String text) {
        super();
        this.text = text;
    }

    @Override
    public int read(char[] buffer, int offset, int length) {
        int count = Math.min(length, text.length() - at);
        if (count <= 0) {
            return length == 0 ? 0 : -1;
        }
        boolean split =
                count > 1 && at + count < text.length() && Character.isHighSurrogate(text.charAt(at + count - 1));
        int whole = split ? count - 1 : count;
        text.getChars(at, at + whole, buffer, offset);
        at += whole;
        return whole;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
