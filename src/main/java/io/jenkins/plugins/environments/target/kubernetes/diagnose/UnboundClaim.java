package io.jenkins.plugins.environments.target.kubernetes.diagnose;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.Volume;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.translate.ClaimNames;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A claim that a service's pods wait for and that has no volume, with the cluster's reason.
 *
 * @param subject the claim
 */
record UnboundClaim(String subject, String why, String remedy) {

    private static final String ONE_NODE = "ReadWriteOnce";

    /**
     * How provisioners refuse an access mode, each in words of its own: {@code Only support ReadWriteOnce access mode},
     * {@code MULTI_NODE_MULTI_WRITER not supported}, {@code specified multi writer with mount access type}, {@code
     * capability at index 0 is not supported} …
     */
    private static final Pattern REFUSED =
            Pattern.compile("(?i)access[ _-]?mode|readwrite|multi[ _-](node|writer|attach)|capabilit");

    /** The first; empty when all have their volumes, or wait for their first pod as they should. */
    static Optional<UnboundClaim> of(Evidence evidence, Stack stack) {
        for (PersistentVolumeClaim claim : evidence.claims()) {
            boolean bound = claim.getStatus() != null
                    && "Bound".equals(claim.getStatus().getPhase());
            Optional<Event> event = bound ? Optional.empty() : event(evidence, claim);
            if (event.isPresent()) {
                return Optional.of(
                        of(claim, String.valueOf(event.get().getMessage()).strip(), stack));
            }
        }
        return Optional.empty();
    }

    /** The last warning: between two of them, provisioners say that they are at work. Else what was said last. */
    private static Optional<Event> event(Evidence evidence, PersistentVolumeClaim claim) {
        List<Event> events = evidence.events().stream()
                .filter(one -> one.getInvolvedObject().getKind().equals("PersistentVolumeClaim")
                        && one.getInvolvedObject()
                                .getName()
                                .equals(claim.getMetadata().getName())
                        && !"WaitForFirstConsumer".equals(one.getReason()))
                .toList();
        return events.stream()
                .filter(one -> "Warning".equals(one.getType()))
                .reduce((first, last) -> last)
                .or(() -> events.stream().reduce((first, last) -> last));
    }

    private static UnboundClaim of(PersistentVolumeClaim claim, String words, Stack stack) {
        String name = claim.getMetadata().getName();
        String storageClass = claim.getSpec().getStorageClassName();
        String mode = claim.getSpec().getAccessModes().stream()
                .filter(one -> !one.equals(ONE_NODE))
                .findFirst()
                .orElse(null);
        if (mode != null && REFUSED.matcher(words).find()) {
            return refused(name, storageClass, mode, words, stack);
        }
        return new UnboundClaim(
                subject(name),
                words,
                "give the target a storage class that the cluster has"
                        + (storageClass == null ? "" : " (this one asks for " + storageClass + ")"));
    }

    private static UnboundClaim refused(
            String claim, @CheckForNull String storageClass, String mode, String words, Stack stack) {
        Optional<Volume> volume = ClaimNames.volume(stack, claim);
        String asks = volume.map(one -> ", which volume " + one.name() + " at " + one.position()
                        + " asks for with its label " + Labels.ACCESS_MODE)
                .orElse("");
        String offering = "name a storage class that offers " + mode;
        return new UnboundClaim(
                subject(claim),
                "it is pending: "
                        + (storageClass == null ? "the default storage class" : "the storage class " + storageClass)
                        + " does not offer the access mode " + mode + asks + " (" + words + ")",
                volume.isEmpty()
                        ? offering + " in the manifest, or take the access mode out"
                        : offering + " with the label " + Labels.STORAGE_CLASS + " on the volume, or take "
                                + Labels.ACCESS_MODE + " out, so that all its users run on one node");
    }

    private static String subject(String claim) {
        return "PersistentVolumeClaim " + claim;
    }
}
