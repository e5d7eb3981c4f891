package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressRuleValue;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.jenkins.plugins.environments.model.DnsLabel;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Links through the edge: an Ingress for each linked service, or a Route for each link. */
final class Routing {

    private static final String SECRET = "([a-z0-9][-a-z0-9]*/)?[a-z0-9][-a-z0-9.]*";
    private static final String ISSUER = "cert-manager.io/cluster-issuer";
    /** How cert-manager's controller for Routes is told (its project openshift-routes). */
    private static final String ROUTE_ISSUER = "cert-manager.io/issuer-name";

    private static final String ROUTE_ISSUER_KIND = "cert-manager.io/issuer-kind";

    private final Context context;
    private final Exposure exposure;

    /** Reports when links are wanted and the cluster serves nothing for them. */
    Routing(Context context) {
        this.context = context;
        this.exposure = choose(context.settings().exposure(), context.capabilities());
        Set<String> parts = context.stack().parts();
        for (Link link : context.desired().links()) {
            if (!parts.contains(link.service())) {
                context.findings()
                        .error(
                                null,
                                "the link " + link.url() + " leads to service " + link.service()
                                        + ", which the stack does not have",
                                "take it out of the stage's links, or name one of " + parts);
            }
        }
        if (!context.desired().links().isEmpty()) {
            report();
        }
    }

    /** The objects behind a service's links. */
    List<HasMetadata> of(Service service) {
        return of(service.name(), context.name(service));
    }

    /**
     * The objects behind the links of a part of the stack.
     *
     * @param name of the Service behind them
     */
    List<HasMetadata> of(String part, String name) {
        List<Link> links = context.links(part);
        if (links.isEmpty()) {
            return List.of();
        }
        return switch (exposure) {
            case INGRESS -> List.of(ingress(part, name, links));
            case ROUTE -> routes(part, name, links);
            case AUTO, NONE -> List.of();
        };
    }

    private static Exposure choose(Exposure wanted, Capabilities capabilities) {
        if (wanted != Exposure.AUTO) {
            return wanted;
        }
        if (capabilities.servesRoutes()) {
            return Exposure.ROUTE;
        }
        return capabilities.servesIngress() ? Exposure.INGRESS : Exposure.NONE;
    }

    private void report() {
        String secret = context.settings().tlsSecret();
        if (secret != null && !secret.matches(SECRET)) {
            context.findings()
                    .error(
                            null,
                            "the target's TLS secret \"" + secret + "\" is neither a name nor namespace/name",
                            "name one in lower-case letters, digits, dashes and dots");
        }
        boolean served =
                switch (exposure) {
                    case INGRESS -> context.capabilities().servesIngress();
                    case ROUTE -> context.capabilities().servesRoutes();
                    case AUTO, NONE -> true;
                };
        if (!served) {
            context.findings()
                    .error(
                            null,
                            "the target makes links with exposure " + exposure
                                    + ", and its cluster does not serve that",
                            "set the target's exposure to AUTO");
        } else if (exposure == Exposure.ROUTE && context.settings().tlsSecret() != null) {
            context.findings()
                    .warn(
                            null,
                            "the target's TLS secret has no meaning for Routes: the router shows its own certificate",
                            "give the router the certificate, or name an issuer");
        } else if (exposure == Exposure.NONE && context.settings().exposure() == Exposure.AUTO) {
            context.findings()
                    .warn(
                            null,
                            "no link will answer: the cluster serves neither Ingress nor Route",
                            "install an Ingress controller, or set the target's exposure to NONE");
        }
    }

    private HasMetadata ingress(String part, String name, List<Link> links) {
        KubernetesSettings settings = context.settings();
        ObjectMeta meta = context.metadata().of(name, part);
        List<String> hosts = links.stream().map(Link::host).distinct().toList();
        List<IngressTLS> tls = new ArrayList<>();
        String secret = settings.tlsSecretName();
        if (secret != null || settings.tlsIssuer() != null) {
            tls.add(new IngressTLSBuilder()
                    .withHosts(hosts)
                    .withSecretName(secret != null ? secret : name + "-tls")
                    .build());
        }
        if (secret == null && settings.tlsIssuer() != null) {
            meta.setAnnotations(Map.of(ISSUER, settings.tlsIssuer()));
        }
        IngressSpec spec = new IngressSpec();
        spec.setIngressClassName(settings.ingressClass());
        spec.setRules(links.stream().map(link -> rule(name, link)).toList());
        spec.setTls(tls);
        Ingress ingress = new Ingress();
        ingress.setMetadata(meta);
        ingress.setSpec(spec);
        return ingress;
    }

    private IngressRule rule(String name, Link link) {
        ServiceBackendPort port = new ServiceBackendPort();
        port.setNumber(link.port());
        IngressServiceBackend service = new IngressServiceBackend();
        service.setName(name);
        service.setPort(port);
        IngressBackend backend = new IngressBackend();
        backend.setService(service);
        HTTPIngressPath path = new HTTPIngressPath();
        path.setPath("/");
        path.setPathType("Prefix");
        path.setBackend(backend);
        HTTPIngressRuleValue http = new HTTPIngressRuleValue();
        http.setPaths(List.of(path));
        IngressRule rule = new IngressRule();
        rule.setHost(link.host());
        rule.setHttp(http);
        return rule;
    }

    private List<HasMetadata> routes(String part, String service, List<Link> links) {
        String issuer = context.settings().tlsIssuer();
        List<HasMetadata> routes = new ArrayList<>();
        for (Link link : links) {
            String name = routes.isEmpty() ? service : DnsLabel.of(service + "-" + link.host(), 63);
            boolean secure = link.url().startsWith("https:");
            routes.add(new RouteBuilder()
                    .withMetadata(new ObjectMetaBuilder(context.metadata().of(name, part))
                            .withAnnotations(
                                    issuer == null
                                            ? Map.of()
                                            : Map.of(ROUTE_ISSUER, issuer, ROUTE_ISSUER_KIND, "ClusterIssuer"))
                            .build())
                    .withNewSpec()
                    .withHost(link.host())
                    .withNewTo()
                    .withKind("Service")
                    .withName(service)
                    .withWeight(100)
                    .endTo()
                    .withNewPort()
                    .withTargetPort(new IntOrString(link.port()))
                    .endPort()
                    // The router has a certificate for its domain; who wrote http is let in that way, too.
                    .withNewTls()
                    .withTermination("edge")
                    .withInsecureEdgeTerminationPolicy(secure ? "Redirect" : "Allow")
                    .endTls()
                    .withWildcardPolicy("None")
                    .endSpec()
                    .build());
        }
        return routes;
    }
}
