package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.Volume;
import java.util.Comparator;
import java.util.Optional;

/** What claims are called, the other way round: which volume of a stack one on the cluster is for. */
public final class ClaimNames {

    private ClaimNames() {}

    /** The volume; empty when none of the stack's has such a claim. */
    public static Optional<Volume> volume(Stack stack, String claim) {
        return stack.volumes().values().stream()
                .filter(volume -> isOf(volume, claim))
                .max(Comparator.comparingInt(volume -> name(volume).length()));
    }

    private static boolean isOf(Volume volume, String claim) {
        // A StatefulSet puts its own name and the number of the replica behind that of its template.
        return claim.equals(name(volume)) || volume.external() == null && claim.startsWith(name(volume) + "-");
    }

    private static String name(Volume volume) {
        return volume.external() != null ? volume.external() : Names.claim(volume.name());
    }
}
