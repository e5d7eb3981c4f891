package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.Value;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Joins a stack as it shall be with what ran: whatever two readings of the kept files agree on is taken from what ran.
 * Positions do not count, and of sensitive values their digests alone.
 */
final class StackJoin {

    private final SecretValues nextSecrets;
    private final List<Problem> problems = new ArrayList<>();

    /** @param nextSecrets the sensitive values of the stack as it shall be, with tokens */
    StackJoin(SecretValues nextSecrets) {
        this.nextSecrets = nextSecrets;
    }

    /** What can't be known. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /**
     * @param next the stack as it shall be, with tokens
     * @param was the stack as it was, with tokens
     * @param ran the stack as it really was
     */
    Stack join(Stack next, Stack was, Stack ran) {
        if (join(next, was, ran, next.name(), null) instanceof Stack joined) {
            return joined;
        }
        throw new IllegalStateException("a stack joins to a stack");
    }

    /** Every sensitive value in a part of a stack. */
    static Set<Value.Sensitive> sensitive(@CheckForNull Object part) {
        Set<Value.Sensitive> found = new LinkedHashSet<>();
        if (part instanceof Value.Sensitive value) {
            found.add(value);
        } else if (part instanceof Record data) {
            components(data).forEach(component -> found.addAll(sensitive(component)));
        } else if (part instanceof Map<?, ?> map) {
            map.values().forEach(value -> found.addAll(sensitive(value)));
        } else if (part instanceof List<?> list) {
            list.forEach(each -> found.addAll(sensitive(each)));
        }
        return found;
    }

    @CheckForNull
    private Object join(
            @CheckForNull Object next,
            @CheckForNull Object was,
            @CheckForNull Object ran,
            String path,
            @CheckForNull Position near) {
        if (same(next, was)) {
            return ran;
        }
        if (next instanceof Map<?, ?> map && was instanceof Map<?, ?> before && ran instanceof Map<?, ?> old) {
            Map<Object, Object> joined = new LinkedHashMap<>();
            map.forEach((key, value) ->
                    joined.put(key, join(value, before.get(key), old.get(key), path + "." + key, near)));
            return joined;
        }
        if (next instanceof List<?> list
                && was instanceof List<?> before
                && ran instanceof List<?> old
                && list.size() == before.size()
                && list.size() == old.size()) {
            List<Object> joined = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                joined.add(join(list.get(i), before.get(i), old.get(i), path + "." + i, near));
            }
            return joined;
        }
        boolean whole = next instanceof Value || was == null || ran == null || next == null;
        if (!whole
                && next instanceof Record data
                && next.getClass() == was.getClass()
                && next.getClass() == ran.getClass()) {
            return rebuilt(data, (Record) was, (Record) ran, path, near);
        }
        if (isUnknown(next)) {
            problems.add(new Problem(
                    near,
                    path
                            + " is made of a value of this stage and of a sensitive one that only the environment before has",
                    "give this stage that sensitive value, too"));
        }
        return next;
    }

    private Object rebuilt(Record next, Record was, Record ran, String path, @CheckForNull Position near) {
        List<Object> before = components(was);
        List<Object> old = components(ran);
        List<Object> now = components(next);
        Position here = near;
        for (Object component : now) {
            here = component instanceof Position position ? position : here;
        }
        RecordComponent[] types = next.getClass().getRecordComponents();
        Object[] joined = new Object[now.size()];
        for (int i = 0; i < joined.length; i++) {
            String name = path + "." + types[i].getName();
            joined[i] = types[i].getType() == Position.class
                    ? now.get(i)
                    : join(now.get(i), before.get(i), old.get(i), name, here);
        }
        try {
            Class<?>[] parameters =
                    Arrays.stream(types).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return next.getClass().getDeclaredConstructor(parameters).newInstance(joined);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record can't be made again: " + next.getClass(), e);
        }
    }

    /** Whether both readings say the same, wherever it is written. */
    private boolean same(@CheckForNull Object next, @CheckForNull Object was) {
        if (next instanceof Value.Sensitive one && was instanceof Value.Sensitive other) {
            return one.digest().equals(other.digest());
        }
        if (next instanceof Record one && was instanceof Record other && one.getClass() == other.getClass()) {
            return sameAll(components(one), components(other));
        }
        if (next instanceof Map<?, ?> one && was instanceof Map<?, ?> other) {
            return one.keySet().equals(other.keySet())
                    && one.keySet().stream().allMatch(key -> same(one.get(key), other.get(key)));
        }
        if (next instanceof List<?> one && was instanceof List<?> other) {
            return sameAll(one, other);
        }
        return next instanceof Position && was instanceof Position || Objects.equals(next, was);
    }

    private boolean sameAll(List<?> next, List<?> was) {
        boolean same = next.size() == was.size();
        for (int i = 0; same && i < next.size(); i++) {
            same = same(next.get(i), was.get(i));
        }
        return same;
    }

    private boolean isUnknown(@CheckForNull Object part) {
        if (part instanceof Value.Sensitive value) {
            return nextSecrets.text(value.key()).orElse("").contains(Restaging.TOKEN);
        }
        if (part instanceof Record data) {
            return components(data).stream().anyMatch(this::isUnknown);
        }
        if (part instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(this::isUnknown);
        }
        if (part instanceof List<?> list) {
            return list.stream().anyMatch(this::isUnknown);
        }
        return part instanceof String text && text.contains(Restaging.TOKEN);
    }

    private static List<Object> components(Record data) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : data.getClass().getRecordComponents()) {
            try {
                values.add(component.getAccessor().invoke(data));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a record's component can't be read: " + component, e);
            }
        }
        return values;
    }
}
