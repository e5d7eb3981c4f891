package io.jenkins.plugins.environments.stack;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that a person may have meant: at most two letters off, one for short words. */
final class Nearest {

    /** Whoever has more words to choose from, or longer ones, gets no help: it may not take long. */
    private static final int MOST = 500;

    private static final int LONGEST = 60;

    private Nearest() {}

    /** What to do about a word that is none of the known ones: the nearest of them, or else something else. */
    static String remedy(String word, Collection<String> known, String otherwise) {
        return word(word, known).map(near -> "did you mean \"" + near + "\"?").orElse(otherwise);
    }

    /** The nearest of the known words, the first of those that are equally near. */
    static Optional<String> word(String word, Collection<String> known) {
        return word(word, known, 2);
    }

    /** @param most how many letters it may be off; fewer for short words */
    static Optional<String> word(String word, Collection<String> known, int most) {
        int off = Math.min(most, word.length() <= 2 ? 0 : word.length() <= 5 ? 1 : 2);
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .limit(MOST)
                .filter(candidate -> !candidate.equals(word))
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= off)
                .filter(candidate -> distance(word, candidate) <= off)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** Letters to insert, remove, replace or swap with a neighbour (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
