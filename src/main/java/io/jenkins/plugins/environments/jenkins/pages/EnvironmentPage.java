package io.jenkins.plugins.environments.jenkins.pages;

import hudson.model.User;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentAccess;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Origin;
import java.time.Duration;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.verb.POST;

/** The page of one environment, below {@link EnvironmentsRootAction}. Found only by who may view it. */
public final class EnvironmentPage {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final EnvironmentView environment;
    private final EnvironmentId id;

    EnvironmentPage(EnvironmentView environment, EnvironmentId id) {
        this.environment = environment;
        this.id = id;
    }

    public EnvironmentView getEnvironment() {
        return environment;
    }

    /** Asks for the environment to be taken away, with its data unless it is a standing one. */
    @POST
    public HttpResponse doDestroy() {
        Environment now = Background.get().lifecycle().environment(id).orElseThrow(HttpResponses::notFound);
        EnvironmentAccess.check(now, EnvironmentPermissions.VIEW);
        EnvironmentAccess.check(now, DestroyRule.needed(now));
        User user = User.current();
        try {
            Background.get()
                    .lifecycle()
                    .destroy(new DestroyRequest(
                            id, null, TIMEOUT, Origin.of(user == null ? "anonymous" : user.getId())));
        } catch (EnvironmentException e) {
            return HttpResponses.errorWithoutStack(409, e.getMessage());
        }
        return new HttpRedirect(".");
    }
}
