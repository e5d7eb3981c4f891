package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What a service is doing. Made only by {@link EnvironmentView}, for who may view the environment. */
@ExportedBean(defaultVisibility = 3)
public final class ServiceView {

    private final String name;
    private final ServiceStatus status;
    private final String image;

    private ServiceView(String name, @CheckForNull ServiceStatus status, @CheckForNull String image) {
        this.name = name;
        this.status = status;
        this.image = image;
    }

    /** Those that the release that runs has, and those that are seen; from memory. */
    static List<ServiceView> of(EnvironmentLifecycle lifecycle, EnvironmentId id, int running) {
        Map<String, ServiceView> all = new TreeMap<>();
        lifecycle.releases(id).stream()
                .filter(release -> release.number() == running)
                .map(Release::images)
                .forEach(images ->
                        images.forEach((service, image) -> all.put(service, new ServiceView(service, null, image))));
        seen(lifecycle, id).forEach((service, status) -> {
            ServiceView known = all.get(service);
            all.put(service, new ServiceView(service, status, known == null ? null : known.image));
        });
        return List.copyOf(all.values());
    }

    private static Map<String, ServiceStatus> seen(EnvironmentLifecycle lifecycle, EnvironmentId id) {
        try {
            Observation observation = lifecycle.observe(id);
            return observation.services();
        } catch (EnvironmentException e) {
            // Its target is not configured, or can't be reached: then nothing is known.
            return Map.of();
        }
    }

    @Exported
    public String getName() {
        return name;
    }

    /** As the enumeration has it; null: nothing of it is seen just now. */
    @CheckForNull
    @Exported
    public String getState() {
        return status == null ? null : status.state().name();
    }

    /** What people read. */
    public String getStateText() {
        if (status == null) {
            return Messages.Service_unknown();
        }
        return switch (status.state()) {
            case PENDING -> Messages.Service_pending();
            case STARTING -> Messages.Service_starting();
            case READY -> Messages.Service_ready();
            case COMPLETED -> Messages.Service_completed();
            case FAILED -> Messages.Service_failed();
        };
    }

    /** The design library's icon for the state. */
    public String getIcon() {
        if (status == null) {
            return "symbol-status-nobuilt";
        }
        return switch (status.state()) {
            case PENDING, STARTING -> "symbol-status-blue-anime";
            case READY, COMPLETED -> "symbol-status-blue";
            case FAILED -> "symbol-status-red";
        };
    }

    /** Replicas that are ready. */
    @Exported
    public int getReady() {
        return status == null ? 0 : status.ready();
    }

    /** Replicas asked for; 0 when that is not known. */
    @Exported
    public int getDesired() {
        return status == null ? 0 : status.desired();
    }

    /** A short phrase, e.g. {@code ImagePullBackOff}; null: nothing to say. */
    @CheckForNull
    @Exported
    public String getReason() {
        return status == null ? null : status.reason();
    }

    /** The image that the release ran with; null when it is of no release. */
    @CheckForNull
    @Exported
    public String getImage() {
        return image;
    }
}
