package io.jenkins.plugins.environments.stack;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reports what contradicts itself or refers to nothing in a document whose values are of the right shapes. */
final class Consistency {

    private static final Pattern SERVICE_NAME = Pattern.compile("[a-zA-Z0-9._-]+");
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern CONTAINER_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final Pattern PULL_POLICY =
            Pattern.compile("always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+");

    private static final List<String> CONDITIONS =
            List.of("service_started", "service_healthy", "service_completed_successfully");

    private final Problems problems;

    Consistency(Problems problems) {
        this.problems = problems;
    }

    /** @param document in long form, with the services of active profiles only */
    void check(Fields document) {
        Map<String, Fields> services = document.entries("services");
        Set<String> models = document.entries("models").keySet();
        services.forEach((name, service) -> {
            runs(name, service);
            numbers(service);
            networks(service);
            test(service);
            mounts(service);
            build(service, services);
            devices(service);
            develop(service);
            known(service, models);
            conditions(service);
        });
        document.entries("configs")
                .forEach((name, file) -> source(name, file, List.of("file", "environment", "content")));
        document.entries("secrets")
                .forEach((name, file) -> source(name, file, List.of("file", "environment", "content")));
        document.entries("volumes").forEach((name, volume) -> external(name, volume));
    }

    private void runs(String name, Fields service) {
        if (!SERVICE_NAME.matcher(name).matches()) {
            problems.error(
                    service.position(), "\"" + name + "\" is no name for a service", "use letters, digits and . _ -");
        }
        boolean nothing = !service.has("image") && !service.has("build") && !service.has("provider");
        if (nothing && !problems.incomplete()) {
            problems.error(
                    service.position(),
                    "the service \"" + name + "\" has neither image nor build",
                    "say which image it runs");
        }
        matches(service, "container_name", CONTAINER_NAME, "use two or more letters, digits and . _ -");
        matches(service, "pull_policy", PULL_POLICY, "use always, never, missing, build, daily, weekly or every_12h");
    }

    private void matches(Fields service, String key, Pattern pattern, String remedy) {
        Tree.Text text = service.scalar(key);
        if (text != null && !pattern.matcher(text.text()).matches()) {
            problems.error(text.position(), text.quoted() + " is no " + key, remedy);
        }
    }

    private void numbers(Fields service) {
        Fields deploy = service.inner("deploy");
        long replicas =
                deploy.integer("replicas").or(() -> service.integer("scale")).orElse(1L);
        if (deploy.has("replicas")
                && service.has("scale")
                && service.integer("scale").orElse(replicas) != replicas) {
            problems.error(
                    service.at("scale"),
                    "\"scale\" and \"deploy.replicas\" (at " + deploy.at("replicas") + ") differ",
                    "keep one of the two");
        }
        if (replicas > 1 && service.has("container_name")) {
            problems.error(
                    service.at("container_name"),
                    "several replicas can't have one name",
                    "take container_name out: services are known by their own names");
        }
        new ResourceReader(problems).read(service);
    }

    private void networks(Fields service) {
        if (service.has("network_mode") && service.has("networks")) {
            problems.error(
                    service.at("network_mode"),
                    "a service has network_mode or networks, not both; networks are at " + service.at("networks"),
                    "keep one of the two");
        }
        for (Fields port : service.tables("ports")) {
            Tree.Text address = port.scalar("host_ip");
            if (address != null && !isAddress(address.text())) {
                problems.error(
                        address.position(),
                        address.quoted() + " is no address of a port",
                        "write an IP address such as 127.0.0.1");
            }
        }
    }

    private static boolean isAddress(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return false;
        }
        try {
            // Of a literal address: nothing is looked up.
            return InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private void test(Fields service) {
        Fields check = service.inner("healthcheck");
        List<Tree.Text> test = check.scalars("test");
        if (!test.isEmpty()
                && !Set.of("CMD", "CMD-SHELL", "NONE").contains(test.get(0).text())) {
            problems.error(
                    check.at("test"),
                    "a test in the form of a list begins with CMD, CMD-SHELL or NONE and goes on with a command",
                    "write [\"CMD\", \"program\", \"argument\"], or the command as one text");
        }
    }

    private void mounts(Fields service) {
        Map<String, Tree.Text> targets = new HashMap<>();
        for (Tree.Text tmpfs : service.scalars("tmpfs")) {
            mount(tmpfs.text().split(":", 2)[0], tmpfs, targets);
        }
        for (Fields volume : service.tables("volumes")) {
            Tree.Text target = volume.scalar("target");
            if (target != null) {
                mount(target.text(), target, targets);
            }
        }
        for (Fields device : service.tables("devices")) {
            if (!device.has("target")) {
                problems.error(device.position(), "a device needs a target", "say where it is in the container");
            }
        }
    }

    private void mount(String target, Tree.Text where, Map<String, Tree.Text> targets) {
        Tree.Text first = targets.putIfAbsent(target, where);
        if (first != null) {
            problems.error(
                    where.position(),
                    "something else is mounted at \"" + target + "\" already, at " + first.position(),
                    "keep one of the two");
        }
    }

    private void build(Fields service, Map<String, Fields> services) {
        Fields build = service.inner("build");
        if (build.has("dockerfile") && build.has("dockerfile_inline")) {
            problems.error(
                    build.at("dockerfile_inline"),
                    "a build has dockerfile or dockerfile_inline, not both; dockerfile is at " + build.at("dockerfile"),
                    "keep one of the two");
        }
        Tree.Text platform = service.scalar("platform");
        List<Tree.Text> platforms = build.scalars("platforms");
        if (platform != null
                && !platforms.isEmpty()
                && platforms.stream().noneMatch(one -> one.text().equals(platform.text()))) {
            problems.error(
                    platform.position(),
                    "the platform of the service is none of those that are built, at " + build.at("platforms"),
                    "add it to the platforms of build");
        }
        build.pairs("additional_contexts").forEach((name, context) -> {
            String other =
                    context.text().startsWith("service:") ? context.text().substring(8) : null;
            Fields target = other == null ? null : services.get(other);
            if (other != null && (target == null || !target.has("build"))) {
                problems.error(
                        context.position(),
                        "there is no service \"" + other + "\" that is built",
                        Nearest.remedy(other, services.keySet(), "name a service with build"));
            }
        });
    }

    private void devices(Fields service) {
        List<Fields> all = new ArrayList<>(service.tables("gpus"));
        all.addAll(
                service.inner("deploy").inner("resources").inner("reservations").tables("devices"));
        for (Fields device : all) {
            if (device.has("count") && device.has("device_ids")) {
                problems.error(device.at("count"), "a device has count or device_ids, not both", "keep one of the two");
            }
        }
    }

    private void develop(Fields service) {
        for (Fields watch : service.inner("develop").tables("watch")) {
            Tree.Text action = watch.scalar("action");
            boolean copies = action != null && !Set.of("rebuild", "restart").contains(action.text());
            if (copies && !watch.has("target")) {
                problems.error(watch.position(), "what is synced needs a target", "say where it goes in the container");
            }
        }
    }

    private void known(Fields service, Set<String> models) {
        service.entries("models").forEach((name, model) -> {
            if (!models.contains(name)) {
                problems.error(
                        model.position(),
                        "\"" + name + "\" is not defined under models",
                        Nearest.remedy(name, models, "add it under models at the top level"));
            }
        });
    }

    private void conditions(Fields service) {
        service.entries("depends_on").forEach((name, entry) -> {
            Tree.Text word = entry.scalar("condition");
            if (word != null && !CONDITIONS.contains(word.text())) {
                problems.error(
                        word.position(), word.quoted() + " is no condition of depends_on", condition(word.text()));
            }
        });
    }

    private static String condition(String word) {
        String whole = "service_" + word;
        return CONDITIONS.contains(whole)
                ? "did you mean \"" + whole + "\"?"
                : Nearest.remedy(
                        word, CONDITIONS, "use service_started, service_healthy or service_completed_successfully");
    }

    private void source(String key, Fields file, List<String> kinds) {
        long given = kinds.stream().filter(file::has).count();
        boolean elsewhere = file.flag("external") || file.has("driver");
        if (given > 1 || given == 0 && !elsewhere) {
            problems.error(
                    file.position(),
                    "\"" + key + "\" needs one of file, environment and content" + (given == 0 ? "" : ", not several"),
                    "say where its content comes from, or external: true");
        }
    }

    private void external(String name, Fields volume) {
        if (volume.flag("external")) {
            volume.table().entries().keySet().stream()
                    .filter(key -> !key.equals("name") && !key.equals("external") && !key.startsWith("x-"))
                    .forEach(key -> problems.error(
                            volume.table().at(key),
                            "the volume \"" + name + "\" is external: \"" + key + "\" can't be said of it",
                            "take it out, or take external out"));
        }
    }
}
