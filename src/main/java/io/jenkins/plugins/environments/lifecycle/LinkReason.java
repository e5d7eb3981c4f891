package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Link;

/**
 * Why a service has a link, or none.
 *
 * @param link null: none
 * @param why as a clause without a full stop, e.g. {@code port 8080 is known for HTTP}
 */
public record LinkReason(String service, @CheckForNull Link link, String why) {}
