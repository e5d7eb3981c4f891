package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.stack.ServiceOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code x-environment}. */
final class OptionsReader {

    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private final Problems problems;

    OptionsReader(Problems problems) {
        this.problems = problems;
    }

    ServiceOptions read(Fields service) {
        if (!service.has("x-environment")) {
            return ServiceOptions.NONE;
        }
        Fields options = service.inner("x-environment");
        Map<String, List<String>> run = new LinkedHashMap<>();
        Fields commands = options.inner("run");
        commands.table().entries().keySet().forEach(name -> run.put(name, commands.texts(name)));
        return new ServiceOptions(
                link(options),
                scale(options),
                options.texts("sensitive"),
                options.has("backup") ? options.inner("backup").texts("command") : null,
                run);
    }

    private ServiceOptions.Link link(Fields options) {
        if (!options.has("link")) {
            return ServiceOptions.Link.AUTOMATIC;
        }
        if (options.table().get("link") instanceof Tree.Items) {
            problems.error(options.at("link"), "\"link\" is none, a name, or a mapping", "write link: none, or a name");
            return ServiceOptions.Link.AUTOMATIC;
        }
        Tree.Text word = options.scalar("link");
        if (word == null) {
            Fields link = options.inner("link");
            link.table().entries().keySet().stream()
                    .filter(key -> !List.of("name", "port").contains(key))
                    .forEach(key -> problems.error(
                            link.table().at(key), "\"" + key + "\" is no key of a link", "use name and port"));
            return new ServiceOptions.Link(true, name(link.scalar("name"), options), port(link));
        }
        return switch (word.text()) {
            case "none", "false" -> new ServiceOptions.Link(false, null, null);
            case "true" -> new ServiceOptions.Link(true, null, null);
            default -> new ServiceOptions.Link(true, name(word, options), null);
        };
    }

    @CheckForNull
    private String name(@CheckForNull Tree.Text word, Fields options) {
        if (word == null) {
            return null;
        }
        String name = options.values().open(word, "\"link\"");
        if (!name.matches(NAME)) {
            problems.error(
                    word.position(),
                    word.quoted() + " is no name for a link",
                    "use lower-case letters, digits and dashes, at most 63");
        }
        return name;
    }

    @CheckForNull
    private Integer port(Fields link) {
        if (!link.has("port")) {
            return null;
        }
        Optional<Long> port = link.integer("port").filter(number -> number >= 1 && number <= 65535);
        if (port.isEmpty()) {
            problems.error(link.at("port"), "the port of a link is 1 to 65535", "name a port of the container");
        }
        return port.map(Long::intValue).orElse(null);
    }

    @CheckForNull
    private ServiceOptions.Scale scale(Fields options) {
        if (!options.has("scale")) {
            return null;
        }
        Fields scale = options.inner("scale");
        long min = scale.integer("min").orElse(1L);
        long max = scale.integer("max").orElse(min);
        long cpu = scale.integer("cpu").orElse(80L);
        if (min < 1 || max < min || max > 1000 || cpu < 1 || cpu > 100) {
            problems.error(
                    options.at("scale"),
                    "\"scale\" needs 1 <= min <= max <= 1000 and 1 <= cpu <= 100",
                    "correct the numbers");
            return null;
        }
        return new ServiceOptions.Scale((int) min, (int) max, (int) cpu, scale.flag("stateful"), options.at("scale"));
    }
}
