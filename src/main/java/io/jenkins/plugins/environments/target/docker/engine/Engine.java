package io.jenkins.plugins.environments.target.docker.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.api.model.Volume;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.TargetException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The questions that we ask an engine's API, in our words. Safe for use by many threads.
 *
 * <p>Every method throws {@link TargetException}: transient when the engine can't be reached or is troubled, permanent
 * when it says no.
 */
public final class Engine implements AutoCloseable {

    /** The longest grace period of a container that is waited for in one call. */
    public static final Duration LONGEST_STOP = Duration.ofMinutes(5);

    private static final List<String> EVENTS = List.of(
            "create", "start", "die", "stop", "kill", "destroy", "health_status", "oom", "pause", "unpause", "rename");

    private static final int LONGEST_READ_SECONDS = 10;

    /** An engine that tells nothing about its containers for so long does not work, however busy it is. */
    private static final Duration ANSWER = Duration.ofSeconds(20);

    /** For questions, which any engine that works answers at once. */
    private final DockerClient quick;
    /** For what takes its time. */
    private final DockerClient client;
    /** For what goes on for ever. */
    private final DockerClient patient;

    private final Silence silence = new Silence();

    private Engine(DockerClient quick, DockerClient client, DockerClient patient) {
        this.quick = quick;
        this.client = client;
        this.patient = patient;
    }

    /** Returns before the engine has answered anything. */
    public static Engine connect(EngineConnection connection) {
        var uri = connection.uri();
        return new Engine(
                Clients.connect(uri, connection.tls(), ANSWER),
                Clients.connect(uri, connection.tls(), LONGEST_STOP.plusMinutes(1)),
                Clients.connect(uri, connection.tls(), null));
    }

    public Version version() {
        return ask("tell its version", () -> quick.versionCmd().exec());
    }

    public Info info() {
        return ask("tell about itself", () -> quick.infoCmd().exec());
    }

    /** @param labels {@code name} or {@code name=value}, all of which a container must have; none: all containers */
    public List<EngineContainer> containers(String... labels) {
        return ask(
                "list containers",
                () -> quick.listContainersCmd().withShowAll(true).withLabelFilter(List.of(labels)).exec().stream()
                        .map(Engine::container)
                        .toList());
    }

    /** Ports of the engine's machine that lead to containers which run, whosever these are. */
    public Set<Integer> publishedPorts() {
        return ask("list containers", () -> quick.listContainersCmd().exec().stream()
                .flatMap(each -> Stream.ofNullable(each.getPorts()).flatMap(Stream::of))
                .flatMap(port -> Stream.ofNullable(port.getPublicPort()))
                .collect(Collectors.toSet()));
    }

    private static EngineContainer container(Container container) {
        String[] names = container.getNames();
        Long created = container.getCreated();
        return new EngineContainer(
                container.getId(),
                // A container that others link to by a name has more of them, with their name before the slash.
                Stream.of(names == null ? new String[0] : names)
                        .map(name -> name.substring(1))
                        .filter(name -> !name.contains("/"))
                        .findFirst()
                        .orElse(container.getId()),
                String.valueOf(container.getImage()),
                String.valueOf(container.getImageId()),
                String.valueOf(container.getState()),
                String.valueOf(container.getStatus()),
                Instant.ofEpochSecond(created == null ? 0 : created),
                orNone(container.getLabels()),
                networks(container));
    }

    private static Map<String, String> orNone(@CheckForNull Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }

    private static Set<String> networks(Container container) {
        var settings = container.getNetworkSettings();
        var networks = settings == null ? null : settings.getNetworks();
        return networks == null ? Set.of() : networks.keySet();
    }

    /** Empty when it is gone. */
    public Optional<InspectContainerResponse> inspect(String container) {
        return find("look at a container", () -> quick.inspectContainerCmd(container)
                .exec());
    }

    public List<EngineObject> networks(String... labels) {
        return ask("list networks", () -> quick.listNetworksCmd().withFilter("label", List.of(labels)).exec().stream()
                .map(Engine::network)
                .toList());
    }

    private static EngineObject network(Network network) {
        return new EngineObject(EngineObject.NETWORK, network.getId(), network.getName(), orNone(network.getLabels()));
    }

    public List<EngineObject> volumes(String... labels) {
        return ask("list volumes", () -> {
            var found = quick.listVolumesCmd()
                    .withFilter("label", List.of(labels))
                    .exec()
                    .getVolumes();
            return found == null
                    ? List.<EngineObject>of()
                    : found.stream()
                            .map(volume -> new EngineObject(
                                    EngineObject.VOLUME,
                                    volume.getName(),
                                    volume.getName(),
                                    orNone(volume.getLabels())))
                            .toList();
        });
    }

    /** Where the volume's files are on the engine's machine; empty when there is no such volume. */
    public Optional<String> mountpoint(String volume) {
        return find("look at a volume", () -> quick.inspectVolumeCmd(volume).exec())
                .map(found -> found.getMountpoint());
    }

    public void createVolume(String name, Map<String, String> labels) {
        ask(
                "make a volume",
                () -> client.createVolumeCmd().withName(name).withLabels(labels).exec());
    }

    /** The image's id; empty when the engine has none of that name. */
    public Optional<String> imageId(String image) {
        return find("look at an image", () -> quick.inspectImageCmd(image).exec())
                .map(found -> found.getId());
    }

    /** The digests by which registries know the image, e.g. {@code postgres@sha256:…}; empty when none does. */
    public List<String> digests(String image) {
        return find("look at an image", () -> quick.inspectImageCmd(image).exec())
                .map(found -> found.getRepoDigests())
                .orElse(List.of());
    }

    /** @param labels {@code name} or {@code name=value}, all of which an image must have; none: all images */
    public List<EngineImage> images(String... labels) {
        // Many of them take an engine some time: it adds up how much of the disk each has.
        return ask("list images", () -> client.listImagesCmd().withLabelFilter(labels).exec().stream()
                .map(Engine::image)
                .toList());
    }

    /** Gives an image one more name. */
    public void tag(String image, String repository, String tag) {
        ask("name an image", () -> client.tagImageCmd(image, repository, tag).exec());
    }

    private static EngineImage image(Image image) {
        return new EngineImage(
                image.getId(),
                named(image.getRepoTags()),
                named(image.getRepoDigests()),
                Instant.ofEpochSecond(image.getCreated()),
                orNone(image.getLabels()));
    }

    private static List<String> named(@CheckForNull String[] names) {
        return Stream.of(names == null ? new String[0] : names)
                .filter(name -> !name.startsWith("<none>"))
                .toList();
    }

    /** Takes the images of an archive in the form of {@code docker save}. */
    public void load(InputStream archive) {
        ask("take an image", () -> client.loadImageCmd(archive).exec());
    }

    /** Whether it is gone; false when something uses it. */
    public boolean removeImage(String image) {
        try {
            client.removeImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return true;
        } catch (ConflictException e) {
            return false;
        } catch (RuntimeException e) {
            throw EngineErrors.of("remove an image", e);
        }
    }

    /** A container that never runs, with a volume at that path. */
    public String createIdle(String name, String image, Map<String, String> labels, String volume, String path) {
        return ask("make a container", () -> client.createContainerCmd(image)
                .withName(name)
                .withCmd("never runs")
                .withLabels(labels)
                .withHostConfig(HostConfig.newHostConfig()
                        .withNetworkMode("none")
                        .withBinds(new Bind(volume, new Volume(path))))
                .exec()
                .getId());
    }

    public void copyTo(String container, String path, InputStream tar) {
        ask("take files", () -> client.copyArchiveToContainerCmd(container)
                .withRemotePath(path)
                .withTarInputStream(tar)
                .exec());
    }

    /** A tar archive; empty when there is nothing at that path. */
    public Optional<InputStream> copyFrom(String container, String path) {
        return find("give files", () -> client.copyArchiveFromContainerCmd(container, path)
                .exec());
    }

    /** Connects a container to a network, under no name but its own. */
    public void connect(String container, String network) {
        ask("connect a container to the network " + network, () -> client.connectToNetworkCmd()
                .withContainerId(container)
                .withNetworkId(network)
                .exec());
    }

    /** Starts a container that does not run. */
    public void start(String container) {
        try {
            client.startContainerCmd(container).exec();
        } catch (NotModifiedException e) {
            // It has been started already.
            return;
        } catch (RuntimeException e) {
            throw EngineErrors.of("start a container", e);
        }
    }

    /** Asks the container to end and returns when it has, by force after its own grace period. */
    public void stop(String container) {
        try {
            client.stopContainerCmd(container).exec();
        } catch (NotFoundException | NotModifiedException e) {
            // It has ended already.
            return;
        } catch (RuntimeException e) {
            throw EngineErrors.of("stop a container", e);
        }
    }

    /** @return null when it is gone, else why not */
    @CheckForNull
    public String removeContainer(String container) {
        return refusal("remove a container", () -> client.removeContainerCmd(container)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec());
    }

    /** @return null when it is gone, else why not */
    @CheckForNull
    public String remove(EngineObject object) {
        return object.kind().equals(EngineObject.NETWORK)
                ? refusal("remove a network", () -> client.removeNetworkCmd(object.id())
                        .exec())
                : refusal("remove a volume", () -> client.removeVolumeCmd(object.id())
                        .exec());
    }

    @CheckForNull
    private static String refusal(String what, Runnable removal) {
        try {
            removal.run();
            return null;
        } catch (NotFoundException e) {
            return null;
        } catch (DockerException e) {
            return EngineErrors.words(e);
        } catch (RuntimeException e) {
            throw EngineErrors.of(what, e);
        }
    }

    /** The last lines that a container wrote. */
    public List<String> log(String container, int lines) {
        StringBuilder text = new StringBuilder();
        ResultCallback.Adapter<Frame> reader = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
            }
        };
        read("give a log", reader, () -> client.logContainerCmd(container)
                .withStdOut(true)
                .withStdErr(true)
                .withTail(lines)
                .exec(reader));
        List<String> result = new ArrayList<>(text.toString().lines().toList());
        return result.subList(Math.max(0, result.size() - lines), result.size());
    }

    /**
     * What happened to containers until now, as far as the engine remembers it: the last few hundred things of all.
     *
     * @param back how far to look back, by the engine's clock
     * @param labels {@code name=value}, all of which a container must have
     * @return oldest first
     */
    public List<EngineEvent> events(Duration back, String... labels) {
        Instant now =
                OffsetDateTime.parse(String.valueOf(info().getSystemTime())).toInstant();
        List<EngineEvent> found = new CopyOnWriteArrayList<>();
        ResultCallback.Adapter<Event> reader = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Event event) {
                found.add(event(event));
            }
        };
        read("tell its events", reader, () -> client.eventsCmd()
                .withSince(time(now.minus(back)))
                .withUntil(time(now))
                .withLabelFilter(labels)
                .withEventFilter(EVENTS.toArray(new String[0]))
                .exec(reader));
        return List.copyOf(found);
    }

    private static String time(Instant instant) {
        return String.format(Locale.ROOT, "%d.%09d", instant.getEpochSecond(), instant.getNano());
    }

    private static EngineEvent event(Event event) {
        var actor = event.getActor();
        var attributes = actor == null ? null : actor.getAttributes();
        Long at = event.getTime();
        return new EngineEvent(
                Instant.ofEpochSecond(at == null ? 0 : at), String.valueOf(event.getAction()), orNone(attributes));
    }

    /** Waits for the end of what an engine tells in parts. */
    private static void read(String what, ResultCallback.Adapter<?> reader, Runnable question) {
        try {
            question.run();
            reader.awaitCompletion(LONGEST_READ_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NotFoundException e) {
            // It has just gone: nothing more is told.
            return;
        } catch (RuntimeException e) {
            throw EngineErrors.of(what, e);
        }
    }

    /**
     * Follows what happens to containers with that label.
     *
     * @param listener gets each container's labels
     * @param ended runs when no more events come
     */
    public Closeable follow(String label, Consumer<Map<String, String>> listener, Runnable ended) {
        // Not by asking: it returns before the engine has answered.
        try {
            return patient.eventsCmd()
                    .withLabelFilter(label)
                    .withEventFilter(EVENTS.toArray(new String[0]))
                    .exec(new ResultCallback.Adapter<Event>() {
                        @Override
                        public void onNext(Event event) {
                            var actor = event.getActor();
                            var attributes = actor == null ? null : actor.getAttributes();
                            listener.accept(attributes == null ? Map.of() : attributes);
                        }

                        @Override
                        public void onComplete() {
                            super.onComplete();
                            ended.run();
                        }

                        @Override
                        public void onError(Throwable e) {
                            // Not super: it would log a stack trace with each attempt while an engine is down.
                            super.onComplete();
                            ended.run();
                        }
                    });
        } catch (RuntimeException e) {
            throw EngineErrors.of("tell its events", e);
        }
    }

    private <T> T ask(String what, Supplier<T> question) {
        try {
            return silence.broken(question);
        } catch (RuntimeException e) {
            throw EngineErrors.of(what, e);
        }
    }

    private <T> Optional<T> find(String what, Supplier<T> question) {
        try {
            return Optional.of(silence.broken(question));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw EngineErrors.of(what, e);
        }
    }

    @Override
    public void close() {
        for (DockerClient each : List.of(quick, client, patient)) {
            try {
                each.close();
            } catch (IOException e) {
                // Nothing is lost: its connections end with the process at the latest.
                continue;
            }
        }
    }
}
