package io.jenkins.plugins.environments.lifecycle.store;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The disk did not take or give a record. What was to be written before an effect was not, so the effect must not be. */
public final class StoreException extends UncheckedIOException {

    private static final long serialVersionUID = 1L;

    StoreException(String path, IOException cause) {
        super("the journal's file " + path + " could not be written or read: " + cause.getMessage(), cause);
    }
}
