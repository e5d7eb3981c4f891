package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Network;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The reachability that Compose's networks give: who shares a network may talk, from outside only the edge comes in, to
 * linked ports only, and who is on internal networks only has no way out.
 */
final class Policies {

    /** Name servers listen on 53; OpenShift's pods on 5353. */
    private static final int[] DNS_PORTS = {53, 5353};
    /** The address of the name server cache that many clusters run on each node. */
    private static final String NODE_DNS = "169.254.20.10/32";

    private static final LabelSelector EVERYTHING = new LabelSelector();

    private final Context context;

    Policies(Context context) {
        this.context = context;
    }

    /** The label of pods that are in a network. */
    static String label(String network) {
        return Labels.NETWORK_PREFIX + Names.network(network);
    }

    /**
     * The networks that a service's pods are in. A service that borrows another's network is where that one is; one that
     * wants the host's has none to share, so it meets all others, as it would there.
     */
    static Set<String> networks(Context context, Service service) {
        String mode = service.hosts().networkMode();
        if (!service.networks().isEmpty() || mode == null || mode.equals("none")) {
            return service.networks().keySet();
        }
        Service lender = mode.startsWith("service:")
                ? context.stack().services().get(mode.substring("service:".length()))
                : null;
        return lender != null
                ? lender.networks().keySet()
                : context.stack().networks().keySet();
    }

    List<NetworkPolicy> all() {
        List<NetworkPolicy> policies = new ArrayList<>();
        policies.add(policy("deny-ingress", null, spec(EVERYTHING, "Ingress")));
        context.stack().networks().values().forEach(network -> policies.add(network(network)));
        for (Service service : context.stack().services().values()) {
            List<Link> links = context.links(service);
            if (!links.isEmpty()) {
                policies.add(edge(service, links));
            }
            if (hasNoWayOut(service)) {
                policies.add(confined(service));
            }
        }
        return policies;
    }

    private NetworkPolicy network(Network network) {
        LabelSelector members = selector(Map.of(label(network.name()), "true"));
        NetworkPolicyIngressRule fromMembers = new NetworkPolicyIngressRule();
        fromMembers.setFrom(List.of(member(members)));
        NetworkPolicySpec spec = spec(members, "Ingress");
        spec.setIngress(List.of(fromMembers));
        return policy("network-" + Names.network(network.name()), null, spec);
    }

    private NetworkPolicy edge(Service service, List<Link> links) {
        List<NetworkPolicyPort> ports = links.stream()
                .map(Link::port)
                .distinct()
                .map(port -> port("TCP", port))
                .toList();
        NetworkPolicyIngressRule fromEdge = new NetworkPolicyIngressRule();
        fromEdge.setPorts(ports);
        String namespace = context.settings().edgeNamespace();
        // With no namespace named, the edge may be anywhere, also in the network of a node, which no selector finds.
        if (namespace != null) {
            NetworkPolicyPeer edge = new NetworkPolicyPeer();
            edge.setNamespaceSelector(selector(Map.of("kubernetes.io/metadata.name", namespace)));
            fromEdge.setFrom(List.of(edge));
        }
        NetworkPolicySpec spec = spec(selector(Metadata.selector(service.name())), "Ingress");
        spec.setIngress(List.of(fromEdge));
        return policy("edge-" + context.name(service), service, spec);
    }

    private boolean hasNoWayOut(Service service) {
        if ("none".equals(service.hosts().networkMode())) {
            return true;
        }
        Set<String> names = networks(context, service);
        return !names.isEmpty()
                && names.stream().allMatch(name -> {
                    Network network = context.stack().networks().get(name);
                    return network != null && network.internal();
                });
    }

    /** DNS and the own networks, nothing else; without a network, nothing at all. */
    private NetworkPolicy confined(Service service) {
        List<NetworkPolicyEgressRule> rules = new ArrayList<>();
        if (!"none".equals(service.hosts().networkMode())) {
            rules.add(dns());
            networks(context, service).forEach(network -> {
                NetworkPolicyEgressRule rule = new NetworkPolicyEgressRule();
                rule.setTo(List.of(member(selector(Map.of(label(network), "true")))));
                rules.add(rule);
            });
        }
        NetworkPolicySpec spec = spec(selector(Metadata.selector(service.name())), "Egress");
        spec.setEgress(rules);
        return policy("confine-" + context.name(service), service, spec);
    }

    private static NetworkPolicyEgressRule dns() {
        List<NetworkPolicyPort> ports = new ArrayList<>();
        for (int number : DNS_PORTS) {
            ports.add(port("UDP", number));
            ports.add(port("TCP", number));
        }
        // To pods of the cluster only: a query to a name server of one's own outside would be a way out.
        NetworkPolicyPeer cluster = new NetworkPolicyPeer();
        cluster.setNamespaceSelector(EVERYTHING);
        IPBlock block = new IPBlock();
        block.setCidr(NODE_DNS);
        NetworkPolicyPeer node = new NetworkPolicyPeer();
        node.setIpBlock(block);
        NetworkPolicyEgressRule rule = new NetworkPolicyEgressRule();
        rule.setTo(List.of(cluster, node));
        rule.setPorts(ports);
        return rule;
    }

    private static NetworkPolicyPeer member(LabelSelector pods) {
        NetworkPolicyPeer member = new NetworkPolicyPeer();
        member.setPodSelector(pods);
        return member;
    }

    private static NetworkPolicyPort port(String protocol, int number) {
        NetworkPolicyPort port = new NetworkPolicyPort();
        port.setProtocol(protocol);
        port.setPort(new IntOrString(number));
        return port;
    }

    private static LabelSelector selector(Map<String, String> labels) {
        LabelSelector selector = new LabelSelector();
        selector.setMatchLabels(labels);
        return selector;
    }

    private static NetworkPolicySpec spec(LabelSelector pods, String direction) {
        NetworkPolicySpec spec = new NetworkPolicySpec();
        spec.setPodSelector(pods);
        spec.setPolicyTypes(List.of(direction));
        return spec;
    }

    private NetworkPolicy policy(String name, @CheckForNull Service service, NetworkPolicySpec spec) {
        NetworkPolicy policy = new NetworkPolicy();
        policy.setMetadata(
                service == null
                        ? context.metadata().of(name)
                        : context.metadata().of(name, service.name()));
        policy.setSpec(spec);
        return policy;
    }
}
