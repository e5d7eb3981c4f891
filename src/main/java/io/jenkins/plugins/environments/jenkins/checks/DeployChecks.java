package io.jenkins.plugins.environments.jenkins.checks;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksDetails.ChecksDetailsBuilder;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksOutput.ChecksOutputBuilder;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.steps.DeployNews;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Link;
import java.util.List;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.displayurlapi.DisplayURLProvider;

/**
 * A check on the commit for each stage that a build deploys to: the links when it is ready, the reason and the remedy
 * when it failed. Its details are the first link, or the build.
 *
 * <p>Jenkins leaves it out where checks-api is not installed: it asks for the methods of the class, whose types are then
 * missing.
 */
@Extension(optional = true)
public final class DeployChecks implements DeployNews {

    @Override
    public void tell(Run<?, ?> run, TaskListener listener, News news) {
        ChecksPublisher publisher = ChecksPublisherFactory.fromRun(run, listener);
        // Where nobody publishes checks, that one would only say so, in every log.
        if (!(publisher instanceof ChecksPublisher.NullChecksPublisher)) {
            publisher.publish(details(news, DisplayURLProvider.get().getRunURL(run)));
        }
    }

    static ChecksDetails details(News news, String build) {
        Environment environment = news.environment();
        ChecksDetailsBuilder details = new ChecksDetailsBuilder()
                .withName("Environment " + EnvironmentsConfiguration.get().stageName(environment.stage()))
                .withDetailsURL(build);
        return switch (news.verdict()) {
            case UNDER_WAY -> details.withStatus(ChecksStatus.IN_PROGRESS)
                    .withOutput(
                            output("Deploying " + environment.id(), "The build waits until all services are ready."))
                    .build();
            case READY -> ready(details, environment, news.release());
            case FAILED -> completed(details, ChecksConclusion.FAILURE)
                    .withOutput(failed(environment, news))
                    .build();
            case SET_ASIDE -> completed(details, ChecksConclusion.NEUTRAL)
                    .withOutput(output(
                            environment.id() + " was not deployed",
                            "The deploy was told to stop, or a newer one took its place."))
                    .build();
        };
    }

    private static ChecksDetails ready(ChecksDetailsBuilder details, Environment environment, int release) {
        List<Link> links = environment.links();
        if (!links.isEmpty()) {
            details.withDetailsURL(links.get(0).url());
        }
        String summary = links.isEmpty()
                ? "No service has a link."
                : links.stream()
                        .map(link -> "- " + link.service() + ": [" + link.url() + "](" + link.url() + ")")
                        .collect(Collectors.joining("\n"));
        return completed(details, ChecksConclusion.SUCCESS)
                .withOutput(output("Release " + release + " of " + environment.id() + " is ready", summary))
                .build();
    }

    /** Not its details: they may be lines of a container's log, which are for those who may see the build. */
    private static ChecksOutput failed(Environment environment, News news) {
        Failure failure = news.failure();
        return failure == null
                ? output(environment.id() + " failed", "The build's log says why.")
                : output(
                        failure.what(),
                        "**Environment:** " + environment.id() + "\n\n**Why:** " + failure.why()
                                + "\n\n**What to do:** " + failure.remedy());
    }

    private static ChecksDetailsBuilder completed(ChecksDetailsBuilder details, ChecksConclusion conclusion) {
        return details.withStatus(ChecksStatus.COMPLETED).withConclusion(conclusion);
    }

    private static ChecksOutput output(String title, String summary) {
        return new ChecksOutputBuilder().withTitle(title).withSummary(summary).build();
    }
}
