package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;

/**
 * Whether a variable, label or argument of a service is sensitive, and why.
 *
 * @param key {@code <service>/<NAME>}
 * @param position where its value stands
 * @param sensitive it goes to a Secret; else everybody may read it
 * @param why a clause without a full stop; holds no text of a value
 */
public record Choice(String key, Position position, boolean sensitive, String why) {

    /** One line for a person. */
    @Override
    public String toString() {
        return key + " (" + position + ") is " + (sensitive ? "sensitive: " : "open: ") + why;
    }
}
