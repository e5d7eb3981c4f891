package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;

/** A variable for interpolation. @param position where it is defined @param sensitive whether its text is a secret */
record Variable(String name, String text, Position position, boolean sensitive) {

    /** Names no text. */
    @Override
    public String toString() {
        return "Variable[" + name + " at " + position + "]";
    }
}
