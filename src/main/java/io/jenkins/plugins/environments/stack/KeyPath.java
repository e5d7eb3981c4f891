package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.LinkedList;
import java.util.List;

/**
 * The keys that lead to a value of a file. Every value has one and nearly nobody asks: so it is a chain that grows at its
 * end, and the keys are listed only when they are wanted.
 *
 * @param above null at the top
 * @param last the last key; empty at the top
 * @param length how many keys there are
 */
record KeyPath(@CheckForNull KeyPath above, String last, int length) {

    /** Of the whole document. */
    static final KeyPath TOP = new KeyPath(null, "", 0);

    /** The path of a value below. */
    KeyPath key(String key) {
        return new KeyPath(this, key, length + 1);
    }

    /** From the top down. */
    List<String> keys() {
        LinkedList<String> keys = new LinkedList<>();
        for (KeyPath path = this; path != null && path.length() > 0; path = path.above()) {
            keys.addFirst(path.last());
        }
        return List.copyOf(keys);
    }
}
