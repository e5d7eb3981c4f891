package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.jenkins.plugins.environments.model.stack.Manifest;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Volume;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns what an environment shall be into the objects that bring it about. */
public final class Translation {

    private Translation() {}

    /**
     * The objects of an environment: the same for the same input, in the same order.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException with every reason why the stack can't run on
     *     such a cluster
     */
    public static Manifests translate(Desired desired, KubernetesSettings settings, Capabilities capabilities) {
        Context context = Context.of(desired, settings, capabilities);
        Namespace namespace = Place.namespace(context);
        Configuration configuration = new Configuration(context);
        Claims claims = new Claims(context);
        Workloads workloads = new Workloads(context, claims, new Pods(context, claims, configuration));
        Addresses addresses = new Addresses(context);
        Routing routing = new Routing(context);
        Unsupported unsupported = new Unsupported(context);

        Map<String, List<HasMetadata>> services = new LinkedHashMap<>();
        Set<Volume> shared = new LinkedHashSet<>();
        for (Service service : context.stack().services().values()) {
            Shape shape = Shape.of(context, claims, service);
            unsupported.report(service, shape);
            // The name resolves before anything asks for it; the link comes when there is something behind it.
            List<HasMetadata> objects = new ArrayList<>(addresses.of(service, shape));
            objects.add(workloads.of(service, shape));
            objects.addAll(workloads.autoscaler(service, shape));
            objects.addAll(routing.of(service));
            services.put(service.name(), List.copyOf(objects));
            claims.of(service).stream().peek(claims::check).forEach(volume -> {
                if (volume.external() == null && !claims.isOwn(service, volume)) {
                    shared.add(volume);
                }
            });
        }
        context.stack().networks().values().forEach(unsupported::report);

        Map<String, List<HasMetadata>> units = new ReadyObjects(context, configuration).units();
        for (Manifest manifest : context.stack().manifests()) {
            List<HasMetadata> unit = units.get(manifest.unit());
            if (manifest.link() != null && unit != null) {
                unit.addAll(routing.of(manifest.unit(), manifest.name()));
            }
        }
        services.putAll(units);

        List<HasMetadata> foundation = new ArrayList<>(new Quotas(context).all());
        foundation.addAll(new Policies(context).all());
        foundation.addAll(new ReadyPolicies(context).all());
        foundation.addAll(configuration.configMaps());
        shared.forEach(volume -> foundation.add(claims.shared(volume)));
        context.findings().refuseErrors();
        return new Manifests(
                namespace,
                foundation,
                configuration.secrets(),
                services,
                context.findings().warnings());
    }
}
