package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that is mounted into a service's container, as volumes of its pod. */
final class Storage {

    /**
     * The folder of a claim that services see. A fresh disk has a folder {@code lost+found} at its root, and databases
     * refuse to begin in a folder that is not empty. The API also makes this folder with the root's group and rights.
     */
    private static final String FOLDER = "data";

    private final Context context;
    private final Claims claims;
    private final Files files;
    private final Service service;

    private final Map<String, Volume> volumes = new LinkedHashMap<>();
    private final Map<String, VolumeMount> mounts = new LinkedHashMap<>();

    Storage(Context context, Claims claims, Files files, Service service) {
        this.context = context;
        this.claims = claims;
        this.files = files;
        this.service = service;

        for (int i = 0; i < service.mounts().size(); i++) {
            add(service.mounts().get(i), i);
        }
        for (int i = 0; i < service.files().size(); i++) {
            Service.FileGrant grant = service.files().get(i);
            String name = "file-" + i;
            volumes.put(name, files.granted(name, grant));
            mount(grant.target(), grant.position(), name, Files.grantedPath(), true);
        }
        Long shm = service.resources().shmBytes();
        if (shm != null) {
            volumes.put("shm", empty("shm", "Memory", shm));
            mount("/dev/shm", service.position(), "shm", null, false);
        }
    }

    List<Volume> volumes() {
        return new ArrayList<>(volumes.values());
    }

    List<VolumeMount> mounts() {
        return new ArrayList<>(mounts.values());
    }

    private void add(Mount mount, int index) {
        if (mount instanceof Mount.NamedVolume named) {
            addNamed(named);
        } else if (mount instanceof Mount.AnonymousVolume anonymous) {
            String name = "scratch-" + index;
            volumes.put(name, empty(name, null, null));
            mount(anonymous.target(), anonymous.position(), name, null, anonymous.readOnly());
        } else if (mount instanceof Mount.Tmpfs tmpfs) {
            String name = "tmpfs-" + index;
            volumes.put(name, empty(name, "Memory", tmpfs.sizeBytes()));
            mount(tmpfs.target(), tmpfs.position(), name, null, false);
        } else if (mount instanceof Mount.Bind bind) {
            addBind(bind, "bind-" + index);
        }
    }

    private void addNamed(Mount.NamedVolume mount) {
        io.jenkins.plugins.environments.model.stack.Volume volume = claims.volume(mount);
        String claim = claims.claimName(volume);
        // A StatefulSet makes the claims of its replicas itself, and mounts go by the template's name.
        boolean template = claims.isOwn(service, volume);
        String name = template ? claim : "claim-" + Names.file(volume.name());
        if (!template) {
            PersistentVolumeClaimVolumeSource source = new PersistentVolumeClaimVolumeSource();
            source.setClaimName(claim);
            Volume of = new Volume();
            of.setName(name);
            of.setPersistentVolumeClaim(source);
            volumes.put(name, of);
        }
        // What others made is taken as it is; ours begins in a folder.
        String subPath = volume.external() != null
                ? mount.subPath()
                : mount.subPath() == null ? FOLDER : FOLDER + "/" + mount.subPath();
        mount(mount.target(), mount.position(), name, subPath, mount.readOnly());
    }

    private void addBind(Mount.Bind bind, String name) {
        if (bind.files().isEmpty()) {
            context.findings()
                    .warn(
                            bind.position(),
                            "service " + service.name() + ": the folder " + bind.source()
                                    + " is empty, and what is written to it is lost with the pod",
                            "mount a named volume to keep it");
            volumes.put(name, empty(name, null, null));
            mount(bind.target(), bind.position(), name, null, bind.readOnly());
            return;
        }
        if (!bind.readOnly() && bind.directory()) {
            context.findings()
                    .warn(
                            bind.position(),
                            "service " + service.name() + ": " + bind.target()
                                    + " is read-only here, with the files of " + bind.source()
                                    + " as they are at the deploy",
                            "mount it with :ro, or mount a named volume where the service has to write");
        }
        volumes.put(name, files.bind(name, service, bind));
        mount(
                bind.target(),
                bind.position(),
                name,
                bind.directory() ? null : bind.files().get(0).path(),
                true);
    }

    private void mount(
            String target, Position position, String volume, @CheckForNull String subPath, boolean readOnly) {
        VolumeMount mount = new VolumeMount();
        mount.setName(volume);
        mount.setMountPath(target);
        mount.setSubPath(subPath);
        mount.setReadOnly(readOnly ? Boolean.TRUE : null);
        if (mounts.put(target, mount) != null) {
            context.findings()
                    .error(
                            position,
                            "service " + service.name() + ": something else is mounted at " + target + " already",
                            "take one of the two out");
        }
    }

    private static Volume empty(String name, @CheckForNull String medium, @CheckForNull Long sizeBytes) {
        EmptyDirVolumeSource source = new EmptyDirVolumeSource();
        source.setMedium(medium);
        source.setSizeLimit(sizeBytes == null ? null : Quantities.bytes(sizeBytes));
        Volume volume = new Volume();
        volume.setName(name);
        volume.setEmptyDir(source);
        return volume;
    }
}
