package io.jenkins.plugins.environments.model.stack;

import io.jenkins.plugins.environments.model.Position;

/**
 * A text of a stack that may be sensitive. The text of a sensitive one is not in the stack at all: it is in the {@link
 * SecretValues} that were read with the stack, under the same key. So a stack can be printed, stored and compared.
 */
public sealed interface Value {

    /** Where a person wrote it. */
    Position position();

    /** @param text what it says, after interpolation */
    record Plain(String text, Position position) implements Value {}

    /**
     * @param key where its text is found in {@link SecretValues}; unique in the stack: {@code <service>/<NAME>} for a
     *     variable, {@code <service>/command.3} and the like for other places, {@code secret/<name>} and {@code
     *     config/<name>} for files
     * @param digest a keyed digest of the text: equal digests, equal texts; does not help to guess the text
     */
    record Sensitive(String key, String digest, Position position) implements Value {}

    static Value plain(String text, Position position) {
        return new Plain(text, position);
    }
}
