package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.HostAliasBuilder;
import io.fabric8.kubernetes.api.model.PodDNSConfigBuilder;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.jenkins.plugins.environments.model.DnsLabel;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Service.Hosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Host name, entries of the hosts file and name servers of a service's pods. */
final class HostSettings {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final Context context;
    private final Service service;
    private final Shape shape;

    HostSettings(Context context, Service service, Shape shape) {
        this.context = context;
        this.service = service;
        this.shape = shape;
    }

    void add(PodSpec spec) {
        Hosts hosts = service.hosts();
        hostname(spec);
        List<HostAlias> aliases = aliases(hosts);
        if (!aliases.isEmpty()) {
            spec.setHostAliases(aliases);
        }
        if (!hosts.dns().isEmpty()
                || !hosts.dnsSearch().isEmpty()
                || !hosts.dnsOptions().isEmpty()) {
            // Added to the cluster's own, without which no service would find another.
            spec.setDnsConfig(new PodDNSConfigBuilder()
                    .withNameservers(hosts.dns())
                    .withSearches(hosts.dnsSearch())
                    .withOptions(hosts.dnsOptions().stream()
                            .map(HostSettings::option)
                            .toList())
                    .build());
        }
    }

    private void hostname(PodSpec spec) {
        String given = service.hosts().hostname();
        if (given != null) {
            String label = DnsLabel.of(given, 63);
            if (!label.equals(given.toLowerCase(Locale.ROOT))) {
                context.findings()
                        .warn(
                                service.at("hostname"),
                                "service " + service.name() + ": its host name is " + label + " here, since \"" + given
                                        + "\" is no DNS label",
                                "use lower-case letters, digits and dashes");
            }
            spec.setHostname(label);
        } else if (shape == Shape.DEPLOYMENT && Probes.isChecked(service) && Shape.mostReplicas(service) <= 1) {
            // A health check may ask the service under its own name. The Service of that name answers only when the
            // check has succeeded, so without this entry in the pod's hosts file it never would.
            spec.setHostname(context.name(service));
        }
    }

    private List<HostAlias> aliases(Hosts hosts) {
        Map<String, List<String>> namesByAddress = new TreeMap<>();
        hosts.extraHosts()
                .forEach((name, addresses) -> addresses.forEach(address -> {
                    if (ADDRESS.matcher(address).matches()) {
                        namesByAddress
                                .computeIfAbsent(address, key -> new ArrayList<>())
                                .add(name);
                    } else {
                        context.findings()
                                .warn(
                                        service.at("extra_hosts"),
                                        "service " + service.name() + ": the extra host " + name
                                                + " is left out, since \"" + address + "\" is no address on Kubernetes",
                                        "give an IP address, or the DNS name of what it shall reach");
                    }
                }));
        return namesByAddress.entrySet().stream()
                .map(entry -> new HostAliasBuilder()
                        .withIp(entry.getKey())
                        .withHostnames(entry.getValue())
                        .build())
                .toList();
    }

    private static PodDNSConfigOption option(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new PodDNSConfigOption(text, null)
                : new PodDNSConfigOption(text.substring(0, colon), text.substring(colon + 1));
    }
}
