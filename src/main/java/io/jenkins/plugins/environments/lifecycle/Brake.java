package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.retention.Decision;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Holds when most of a stage would go at once: that is how a wrong list of branches, or a clock that is wrong, destroys
 * everything.
 */
final class Brake {

    /** So many may go at once, however few there are. */
    static final int FEW = 5;

    private Brake() {}

    /** What to say when it holds, as {@code rule} and {@code remedy}; null: it does not. */
    @CheckForNull
    static Held of(List<Decision> decisions) {
        Map<String, List<Decision>> stages = decisions.stream()
                .collect(Collectors.groupingBy(each -> each.environment().stage(), TreeMap::new, Collectors.toList()));
        String most = stages.entrySet().stream()
                .filter(stage -> holds(stage.getValue()))
                .map(stage -> going(stage.getValue()) + " of the "
                        + stage.getValue().size() + " environments of stage " + stage.getKey())
                .collect(Collectors.joining(", and "));
        return most.isEmpty()
                ? null
                : new Held(
                        most + " would go at once, which is what a wrong list of branches looks like",
                        "look at a dry run; if they are all meant, say so and ask again");
    }

    private static boolean holds(List<Decision> stage) {
        long going = going(stage);
        return going > FEW && going * 2 > stage.size();
    }

    private static long going(List<Decision> stage) {
        return stage.stream().filter(each -> each.verdict().goes()).count();
    }

    /** Why it holds, and what to do. */
    record Held(String rule, String remedy) {
        @Override
        public String toString() {
            return rule + "; " + remedy;
        }
    }
}
