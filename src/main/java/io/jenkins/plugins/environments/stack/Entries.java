package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * What a mapping says, in the order of the file, each name with its place. Most mappings of a Compose file have a few
 * entries, and each step of a reading changes the values of some: so they are kept side by side, are looked through
 * where they are few, and copies with other values share all the rest. As a map it can't be changed; an editor adds to
 * one that nobody else has.
 */
final class Entries extends AbstractMap<String, Tree> {

    /** More than these are found by an index, whose time does not grow with them, whatever the names are. */
    private static final int FEW = 8;

    /** Of an empty mapping. */
    static final Entries NONE = new Entries(new String[0], new Tree[0], new Position[0], 0, null);

    private String[] names;
    private Tree[] values;
    private Position[] places;
    private int size;

    @CheckForNull
    private Map<String, Integer> index;

    /** Given each entry with its place. */
    interface Each {
        void accept(String name, Position at, Tree value);
    }

    /** None so far, for an editor. */
    Entries() {
        this(new String[FEW], new Tree[FEW], new Position[FEW], 0, null);
    }

    private Entries(
            String[] names, Tree[] values, Position[] places, int size, @CheckForNull Map<String, Integer> index) {
        super();
        this.names = names;
        this.values = values;
        this.places = places;
        this.size = size;
        this.index = index;
    }

    /** The same for an editor. */
    Entries copy() {
        int room = Math.max(FEW, size + 2);
        return new Entries(
                Arrays.copyOf(names, room),
                Arrays.copyOf(values, room),
                Arrays.copyOf(places, room),
                size,
                index == null ? null : new HashMap<>(index));
    }

    /** Adds an entry, or puts it in place of the one of that name. Only for who has made or copied these. */
    void set(String name, Position at, Tree value) {
        int found = find(name);
        if (found >= 0) {
            values[found] = value;
            places[found] = at;
            return;
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            places = Arrays.copyOf(places, 2 * size);
        }
        names[size] = name;
        values[size] = value;
        places[size] = at;
        size++;
        if (index != null) {
            index.put(name, size - 1);
        } else if (size > FEW) {
            index = new HashMap<>(4 * FEW);
            for (int i = 0; i < size; i++) {
                index.put(names[i], i);
            }
        }
    }

    /** The same with another value of a name that is there. */
    Entries with(String name, Tree value) {
        Tree[] others = values.clone();
        others[find(name)] = value;
        return new Entries(names, others, places, size, index);
    }

    /** The same with each value made into another; these ones when all values stay. */
    Entries mapped(BiFunction<String, Tree, Tree> form) {
        Tree[] others = values;
        for (int i = 0; i < size; i++) {
            Tree value = form.apply(names[i], values[i]);
            if (value != values[i]) {
                others = others == values ? values.clone() : others;
                others[i] = value;
            }
        }
        return others == values ? this : new Entries(names, others, places, size, index);
    }

    /** The same without some. */
    Entries without(Set<String> some) {
        Entries rest = new Entries();
        for (int i = 0; i < size; i++) {
            if (!some.contains(names[i])) {
                rest.set(names[i], places[i], values[i]);
            }
        }
        return rest;
    }

    /** Where the name stands; null when there is none. */
    @CheckForNull
    Position at(String name) {
        int found = find(name);
        return found < 0 ? null : places[found];
    }

    void each(Each each) {
        for (int i = 0; i < size; i++) {
            each.accept(names[i], places[i], values[i]);
        }
    }

    private int find(@CheckForNull Object name) {
        if (index != null) {
            Integer found = index.get(name);
            return found == null ? -1 : found;
        }
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Tree get(Object name) {
        int found = find(name);
        return found < 0 ? null : values[found];
    }

    @Override
    public boolean containsKey(Object name) {
        return find(name) >= 0;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Tree> action) {
        for (int i = 0; i < size; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Set<Map.Entry<String, Tree>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Map.Entry<String, Tree>> iterator() {
                return new InOrder();
            }
        };
    }

    private final class InOrder implements Iterator<Map.Entry<String, Tree>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public Map.Entry<String, Tree> next() {
            if (next >= size) {
                throw new NoSuchElementException();
            }
            Map.Entry<String, Tree> entry = Map.entry(names[next], values[next]);
            next++;
            return entry;
        }
    }
}
