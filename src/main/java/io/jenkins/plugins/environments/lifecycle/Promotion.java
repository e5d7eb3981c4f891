package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.store.Passage;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.target.Desired;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a promotion does: the stack with the values of the stage that it goes to, and the images that ran. */
record Promotion(PromoteRequest request, ReleaseRecord from, String sourceTarget, String sourceOwner, String owner) {

    Desired desired() {
        Release release = from.release();
        return new Desired(
                EnvironmentLifecycle.idOf(release.change(), request.to()),
                owner,
                request.to().name(),
                release.change(),
                request.to().lifetime(),
                release.stack(),
                images(),
                Links.of(request.to(), release.change(), release.stack()),
                request.to().quota());
    }

    private Map<String, String> images() {
        Map<String, String> images = new HashMap<>(from.asked());
        images.putAll(from.release().images());
        images.keySet().retainAll(from.release().stack().services().keySet());
        return images;
    }

    Work.Deploy work(Desired desired, List<Problem> warnings) {
        Release release = from.release();
        boolean moves = request.destroySource() && request.from().lifetime() == Lifetime.PER_CHANGE;
        return new Work.Deploy(
                desired,
                release.sources(),
                OnFailure.ROLLBACK,
                request.to().retention().expireAfter(),
                warnings,
                request.timeout(),
                release.inputs(),
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
                                false),
                        null));
    }
}
