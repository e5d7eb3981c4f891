package io.jenkins.plugins.environments.stack;

import static io.jenkins.plugins.environments.stack.Shape.Leaf.ANY;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.FLAG;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.INTEGER;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.OPTION;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.PATH;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.SCALAR;
import static io.jenkins.plugins.environments.stack.Shape.Leaf.TEXT;

import io.jenkins.plugins.environments.stack.Shape.Known;
import io.jenkins.plugins.environments.stack.Shape.ListOf;
import io.jenkins.plugins.environments.stack.Shape.MapOf;
import io.jenkins.plugins.environments.stack.Shape.OrNothing;
import java.util.List;
import java.util.Optional;

/**
 * Every key of the Compose Specification, in long form: which we read, and which only Compose gives a meaning. What the
 * values have to be is what Docker Compose demands.
 */
final class ComposeSchema {

    static final String LEAVE = "take it out, or leave it for Compose: here it changes nothing";

    private static final MapOf LABELS = new MapOf(SCALAR);
    private static final MapOf OPTIONS = new MapOf(OPTION);

    /** A service. */
    static final Known SERVICE = ServiceSchema.SERVICE;

    private static final Known VOLUME = Known.of("a volume")
            .reads(TEXT, "name", "driver")
            .reads(FLAG, "external")
            .reads(OPTIONS, "driver_opts")
            .reads(LABELS, "labels");

    private static final Known IPAM = Known.of("ipam")
            .reads(TEXT, "driver")
            .reads(
                    new ListOf(Known.of("a pool of addresses")
                            .reads(TEXT, "subnet", "ip_range", "gateway")
                            .reads(new MapOf(TEXT), "aux_addresses")),
                    "config")
            .reads(new MapOf(TEXT), "options")
            .printsNever("options");

    private static final Known NETWORK = Known.of("a network")
            .reads(TEXT, "name", "driver")
            .reads(FLAG, "external", "internal")
            .reports(FLAG, LEAVE, "attachable", "enable_ipv4", "enable_ipv6")
            .reports(OPTIONS, LEAVE, "driver_opts")
            .reports(IPAM, LEAVE, "ipam")
            .reports(LABELS, LEAVE, "labels")
            .printsZero("enable_ipv4", "enable_ipv6")
            .printsAlways("ipam");

    private static final Known FILE = Known.of("a config or secret")
            .reads(TEXT, "name", "environment")
            .reads(PATH, "file")
            .reads(FLAG, "external")
            .reports(LABELS, LEAVE, "labels")
            .reports(TEXT, LEAVE, "template_driver");

    private static final Known CONFIG = FILE.reads(TEXT, "content");

    private static final Known SECRET =
            FILE.reads(TEXT, "content").reports(TEXT, LEAVE, "driver").reports(OPTIONS, LEAVE, "driver_opts");

    private static final Known MODEL = Known.of("a model")
            .reads(TEXT, "name", "model")
            .reads(INTEGER, "context_size")
            .reads(new ListOf(TEXT), "runtime_flags")
            .needs("model");

    /** A whole file; {@code include} and {@code extends} are gone by then. */
    static final Known DOCUMENT = Known.of("a Compose file")
            .reads(TEXT, "name")
            .reads(ANY, "version")
            .reads(new MapOf(SERVICE), "services")
            .reads(new MapOf(new OrNothing(VOLUME)), "volumes")
            .reads(new MapOf(new OrNothing(NETWORK)), "networks")
            .reads(new MapOf(CONFIG), "configs")
            .reads(new MapOf(SECRET), "secrets")
            .reports(new MapOf(MODEL), LEAVE, "models");

    /** What messages call the mappings to whose keys people give a wrong place, in the order of likelihood. */
    private static final List<Known> OWNERS = List.of(
            SERVICE,
            ServiceSchema.DEPLOY,
            ServiceSchema.HEALTHCHECK,
            ServiceSchema.BUILD,
            ServiceSchema.AMOUNTS,
            ServiceSchema.X_ENVIRONMENT,
            DOCUMENT);

    private ComposeSchema() {}

    /** What has a key of that name. */
    static Optional<String> owner(String key) {
        return OWNERS.stream()
                .filter(known -> known.fields().containsKey(key))
                .map(Known::title)
                .findFirst();
    }

    /** An entry of {@code volumes}, {@code networks}, {@code configs} or {@code secrets}. */
    static Known resource(String kind) {
        return switch (kind) {
            case "volumes" -> VOLUME;
            case "networks" -> NETWORK;
            case "configs" -> CONFIG;
            default -> SECRET;
        };
    }
}
