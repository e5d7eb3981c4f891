package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.store.Passage;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.StackInputs;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.Restaging;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.target.Desired;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a promotion does: the stack with the values of the stage that it goes to, and the images that ran. */
record Promotion(
        PromoteRequest request,
        ReleaseRecord from,
        String sourceTarget,
        String sourceOwner,
        String owner,
        KeyedDigest digest) {

    /**
     * The stack of the release with the values of the stage that it goes to.
     *
     * @throws InvalidInputException with every value that can't be known, or that is wrong there
     */
    StackReading reading() {
        Release release = from.release();
        StackInputs inputs = release.inputs();
        if (inputs == null) {
            boolean values =
                    !request.variables().isEmpty() || !request.secrets().isEmpty();
            Problem notApplied = new Problem(
                    null,
                    "how the files of release " + release.number() + " of " + release.environment()
                            + " were read is not known, so the values of stage "
                            + request.to().name() + " are not put in",
                    "deploy the change to " + request.from().name() + " again before it is promoted");
            return new StackReading(
                    release.stack(), SecretValues.none(), release.sources(), values ? List.of(notApplied) : List.of());
        }
        return new Restaging(digest)
                .read(
                        release.stack(),
                        release.sources(),
                        inputs,
                        request.variables(),
                        request.secrets(),
                        request.to().development());
    }

    Desired desired(StackReading reading) {
        Change change = from.release().change();
        return new Desired(
                EnvironmentLifecycle.idOf(change, request.to()),
                owner,
                request.to().name(),
                change,
                request.to().lifetime(),
                reading.stack(),
                images(reading),
                Links.of(request.to(), change, reading.stack()),
                request.to().quota());
    }

    private Map<String, String> images(StackReading reading) {
        Map<String, String> images = new HashMap<>(from.asked());
        images.putAll(from.release().images());
        Set<String> parts = reading.stack().parts();
        // Images of manifests go by the names of containers and images, too.
        boolean manifests = !reading.stack().manifests().isEmpty();
        images.keySet().removeIf(name -> !manifests && !parts.contains(name));
        Set<String> untried = new TreeSet<>(parts);
        untried.removeAll(from.release().stack().parts());
        if (!untried.isEmpty()) {
            throw new RefusedException(
                    "in stage " + request.to().name() + " the stack has services that did not run in "
                            + from.release().environment() + ": " + String.join(", ", untried),
                    "deploy them to " + request.from().name() + " first, so that they are tried");
        }
        return images;
    }

    Work.Deploy work(Desired desired, StackReading reading, List<Problem> warnings) {
        Release release = from.release();
        boolean moves = request.destroySource() && request.from().lifetime() == Lifetime.PER_CHANGE;
        return new Work.Deploy(
                desired,
                reading.sources(),
                OnFailure.ROLLBACK,
                request.to().retention().expireAfter(),
                warnings,
                request.timeout(),
                reading.inputs(),
                PromotionRules.waits(request.to()),
                new Passage(
                        new Release.Ancestry(release.environment(), release.number(), release.madeAt(), moves),
                        new Passage.Source(
                                Past.desired(
                                        from,
                                        sourceOwner,
                                        request.from().name(),
                                        request.from().lifetime()),
                                sourceTarget,
                                moves,
                                !reading.secrets().keys().isEmpty()),
                        null));
    }
}
