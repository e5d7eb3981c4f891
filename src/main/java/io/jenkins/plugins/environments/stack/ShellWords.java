package io.jenkins.plugins.environments.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a command line as Compose does: spaces, single and double quotes, backslashes; nothing is expanded. What stands
 * in backquotes or in {@code $(…)} stays together. At a character that only a shell understands the command ends.
 *
 * @param words up to the end of the command
 * @param end the character at which it ends before the line does; 0: none
 */
record ShellWords(List<String> words, char end) {

    ShellWords {
        words = List.copyOf(words);
    }

    /** The words; empty when a quote or a parenthesis is not closed, or there is a parenthesis for nothing. */
    static Optional<ShellWords> split(String line) {
        return new Reading(line).read();
    }

    private static final class Reading {
        private final String line;
        private final List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private boolean inWord;
        private boolean escaped;
        private boolean doubled;
        private boolean single;
        private boolean back;
        private boolean dollar;

        Reading(String line) {
            this.line = line;
        }

        Optional<ShellWords> read() {
            char end = 0;
            for (int i = 0; i < line.length() && end == 0; i++) {
                char c = line.charAt(i);
                if (escaped) {
                    add(c);
                    escaped = false;
                } else if (c == '\\' && !single) {
                    escaped = true;
                } else if (isSpace(c) && !quoted()) {
                    endWord();
                } else if (c == '"' && !single && !dollar) {
                    doubled = !doubled;
                    inWord = true;
                } else if (c == '\'' && !doubled && !dollar) {
                    single = !single;
                    inWord = true;
                } else if (";&|<>".indexOf(c) >= 0 && !quoted()) {
                    end = c;
                    // The number in "2>file" belongs to the redirection.
                    boolean descriptor = c == '>' && !word.isEmpty() && Character.isDigit(word.charAt(0));
                    inWord = inWord && !descriptor;
                } else if (!nested(c)) {
                    return Optional.empty();
                }
            }
            endWord();
            return escaped || quoted() ? Optional.empty() : Optional.of(new ShellWords(words, end));
        }

        /** Any other character. @return whether it may be here */
        private boolean nested(char c) {
            if (c == '(' && !single && !doubled && !back) {
                if (dollar || !word.toString().endsWith("$")) {
                    return false;
                }
                dollar = true;
            } else if (c == ')' && !single && !doubled && !back) {
                dollar = !dollar;
            } else if (c == '`' && !single && !doubled && !dollar) {
                back = !back;
            }
            add(c);
            return true;
        }

        private boolean quoted() {
            return single || doubled || back || dollar;
        }

        private void add(char c) {
            word.append(c);
            inWord = true;
        }

        private void endWord() {
            if (inWord) {
                words.add(word.toString());
            }
            word.setLength(0);
            inWord = false;
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\t' || c == '\r' || c == '\n';
        }
    }
}
