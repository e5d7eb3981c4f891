package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Volume;
import io.jenkins.plugins.environments.target.Findings;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Named volumes as claims. */
final class Claims {

    private static final String DEFAULT_SIZE = "1Gi";
    private static final String ONE_NODE = "ReadWriteOnce";
    private static final String MANY_NODES = "ReadWriteMany";
    private static final Set<String> ACCESS_MODES = Set.of(ONE_NODE, MANY_NODES, "ReadOnlyMany", "ReadWriteOncePod");

    private final Context context;
    private final Map<String, List<Volume>> mounted = new HashMap<>();
    private final Map<String, List<Service>> users = new HashMap<>();

    Claims(Context context) {
        this.context = context;
        for (Service service : context.stack().services().values()) {
            List<Volume> volumes = named(service);
            mounted.put(service.name(), volumes);
            volumes.stream().map(Volume::name).distinct().forEach(name -> users.computeIfAbsent(
                            name, key -> new ArrayList<>())
                    .add(service));
        }
    }

    /** The named volumes that a service of the stack mounts, in the order of the file, each once. */
    List<Volume> of(Service service) {
        return mounted.get(service.name());
    }

    private List<Volume> named(Service service) {
        return service.mounts().stream()
                .filter(Mount.NamedVolume.class::isInstance)
                .map(mount -> volume((Mount.NamedVolume) mount))
                .distinct()
                .toList();
    }

    /** The volume that a mount names. */
    Volume volume(Mount.NamedVolume mount) {
        Volume volume = context.stack().volumes().get(mount.volume());
        // The reader takes care that it is there; made by hand, a stack may rely on the defaults.
        return volume != null ? volume : new Volume(mount.volume(), null, Map.of(), Map.of(), mount.position());
    }

    /** Whether pods on several nodes may use it at a time. */
    static boolean manyNodes(Volume volume) {
        return MANY_NODES.equals(volume.labels().get(Labels.ACCESS_MODE));
    }

    /** The services that use a volume, in the order of the file. */
    List<Service> users(Volume volume) {
        return users.getOrDefault(volume.name(), List.of());
    }

    /** Whether a service writes to a volume. */
    static boolean writes(Service service, Volume volume) {
        return service.mounts().stream()
                .anyMatch(mount -> mount instanceof Mount.NamedVolume named
                        && named.volume().equals(volume.name())
                        && !named.readOnly());
    }

    /** Whether each replica of the service has such a volume of its own. */
    boolean isOwn(Service service, Volume volume) {
        return Shape.mostReplicas(service) > 1
                && Shape.mayWriteSideBySide(service)
                && writes(service, volume)
                && volume.external() == null
                && !manyNodes(volume)
                && users(volume).size() == 1;
    }

    /** Whether its users have to be on one node: several pods share what one node alone can mount. */
    boolean tiesToNode(Volume volume) {
        List<Service> users = users(volume);
        return volume.external() == null
                && !manyNodes(volume)
                && (users.size() > 1
                        || users.stream().anyMatch(user -> Shape.mostReplicas(user) > 1 && !isOwn(user, volume)));
    }

    /** The name of the claim that a pod mounts. */
    String claimName(Volume volume) {
        return volume.external() != null ? volume.external() : context.names().volume(volume.name());
    }

    /** The claim of a volume that lives on its own. */
    PersistentVolumeClaim shared(Volume volume) {
        return claim(context.metadata().of(claimName(volume)), volume);
    }

    /** The template of the claims of a service whose replicas have data of their own. */
    PersistentVolumeClaim template(Volume volume, Service service) {
        ObjectMeta meta = new ObjectMeta();
        meta.setName(claimName(volume));
        meta.setLabels(context.metadata().labels(service.name()));
        return claim(meta, volume);
    }

    private PersistentVolumeClaim claim(ObjectMeta meta, Volume volume) {
        PersistentVolumeClaim claim = new PersistentVolumeClaim();
        claim.setMetadata(meta);
        claim.setSpec(spec(volume));
        return claim;
    }

    /** Reports what of a volume has no meaning here. */
    void check(Volume volume) {
        Findings findings = context.findings();
        Position position = volume.position();
        if (volume.external() != null) {
            findings.warn(
                    position,
                    "volume " + volume.name() + " is external: the claim " + volume.external()
                            + " must be in the namespace " + context.metadata().namespace() + " already",
                    "make it there before the deploy, or let the volume belong to the stack");
            return;
        }
        for (String option : volume.driverOptions().keySet()) {
            if (!option.equals("size")) {
                findings.warn(
                        position,
                        "volume " + volume.name() + ": the driver option \"" + option
                                + "\" has no meaning on Kubernetes",
                        "choose a storage class with the label " + Labels.STORAGE_CLASS + " where it matters");
            }
        }
        String mode = volume.labels().get(Labels.ACCESS_MODE);
        if (mode != null && !ACCESS_MODES.contains(mode)) {
            findings.error(
                    position,
                    "volume " + volume.name() + ": \"" + mode + "\" is no access mode",
                    "use one of " + ACCESS_MODES.stream().sorted().toList());
        }
        String size = size(volume);
        if (Quantities.size(size).isEmpty()) {
            findings.error(position, "volume " + volume.name() + ": \"" + size + "\" is no size", "write it like 10Gi");
        }
        if (storageClass(volume) == null && !context.capabilities().defaultStorageClass()) {
            findings.error(
                    position,
                    "volume " + volume.name() + " needs a storage class and the cluster has no default one",
                    "name one in the target's storageClass");
        }
    }

    private PersistentVolumeClaimSpec spec(Volume volume) {
        Quantity size =
                Quantities.size(size(volume)).map(Quantities::bytes).orElseGet(() -> new Quantity(DEFAULT_SIZE));
        VolumeResourceRequirements resources = new VolumeResourceRequirements();
        resources.setRequests(Map.of("storage", size));
        PersistentVolumeClaimSpec spec = new PersistentVolumeClaimSpec();
        spec.setAccessModes(List.of(volume.labels().getOrDefault(Labels.ACCESS_MODE, ONE_NODE)));
        spec.setStorageClassName(storageClass(volume));
        spec.setResources(resources);
        return spec;
    }

    private static String size(Volume volume) {
        return volume.labels().getOrDefault(Labels.SIZE, volume.driverOptions().getOrDefault("size", DEFAULT_SIZE));
    }

    @CheckForNull
    private String storageClass(Volume volume) {
        String own = volume.labels().get(Labels.STORAGE_CLASS);
        return own != null ? own : context.settings().storageClass();
    }
}
