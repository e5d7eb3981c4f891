package io.jenkins.plugins.environments.lifecycle.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who a home is: made at its first use, then the same for ever.
 *
 * @param instance the owner's mark on every object on a target: a random UUID, which is a valid label
 */
public record Identity(String instance) {

    private static final String FILE = "instance.json";
    private static final String KEY_FILE = "key";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;

    /**
     * Reads or makes the identity of a home. If its file was lost, the mark that its environments carry is taken, so
     * that what runs is not orphaned.
     */
    public static Identity of(Store store, List<EnvironmentFolder> folders) {
        try {
            Optional<Identity> known = store.disk().list("").contains(FILE)
                    ? store.read(FILE, Identity.class, identity -> !identity.instance()
                            .isBlank())
                    : Optional.empty();
            if (known.isPresent()) {
                return known.get();
            }
            Identity identity = folders.stream()
                    .map(EnvironmentFolder::environment)
                    .filter(environment -> environment != null)
                    .map(environment -> new Identity(environment.owner()))
                    .findFirst()
                    .orElseGet(() -> new Identity(UUID.randomUUID().toString()));
            store.write(FILE, store.json().write(identity), false);
            return identity;
        } catch (IOException e) {
            throw new StoreException(FILE, e);
        }
    }

    /** The key for digests of sensitive values: 32 random bytes that never leave the home. */
    public static byte[] digestKey(Store store) {
        try {
            if (store.disk().list("").contains(KEY_FILE)) {
                byte[] key = store.disk().read(KEY_FILE);
                if (key.length == KEY_BYTES) {
                    return key;
                }
                store.setAside(KEY_FILE, "it has " + key.length + " bytes in place of " + KEY_BYTES);
            }
            byte[] key = new byte[KEY_BYTES];
            RANDOM.nextBytes(key);
            store.write(KEY_FILE, key, true);
            return key;
        } catch (IOException e) {
            throw new StoreException(KEY_FILE, e);
        }
    }
}
