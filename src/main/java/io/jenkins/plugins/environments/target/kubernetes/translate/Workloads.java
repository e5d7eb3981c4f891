package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.ResourceMetricSource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.ServiceOptions.Scale;
import io.jenkins.plugins.environments.model.stack.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The workload of a service, and its autoscaler. */
final class Workloads {

    private static final int PROGRESS_DEADLINE_SECONDS = 600;
    /** Releases are in the journal; the cluster keeps just enough to see what the last change was. */
    private static final int REVISIONS = 2;

    private static final int RETRIES_ON_FAILURE = 6;
    /** Where nothing is said: a Job that comes before the network or its database's first breath gets another try. */
    private static final int RETRIES = 3;

    private static final Pattern ANNOTATION =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private final Context context;
    private final Claims claims;
    private final Pods pods;

    Workloads(Context context, Claims claims, Pods pods) {
        this.context = context;
        this.claims = claims;
        this.pods = pods;
    }

    /** Whether an autoscaler decides how many replicas there are. */
    static boolean isAutoscaled(Service service) {
        Scale scale = service.options().scale();
        return scale != null && service.replicas() > 0 && scale.max() > Math.max(1, scale.min());
    }

    HasMetadata of(Service service, Shape shape) {
        PodTemplateSpec template = pods.template(service, shape);
        return switch (shape) {
            case DEPLOYMENT -> deployment(service, template);
            case STATEFUL_SET -> statefulSet(service, template);
            case JOB -> job(service, template);
        };
    }

    /** The autoscaler of a service; there is none for a Job. */
    List<HasMetadata> autoscaler(Service service, Shape shape) {
        Scale scale = service.options().scale();
        if (scale == null || shape == Shape.JOB || !isAutoscaled(service)) {
            return List.of();
        }
        CrossVersionObjectReference scaled = new CrossVersionObjectReference();
        scaled.setApiVersion("apps/v1");
        scaled.setKind(shape == Shape.STATEFUL_SET ? "StatefulSet" : "Deployment");
        scaled.setName(context.name(service));
        HorizontalPodAutoscalerSpec spec = new HorizontalPodAutoscalerSpec();
        spec.setScaleTargetRef(scaled);
        spec.setMinReplicas(Math.max(1, scale.min()));
        spec.setMaxReplicas(scale.max());
        spec.setMetrics(List.of(cpu(scale.cpuPercent())));
        HorizontalPodAutoscaler autoscaler = new HorizontalPodAutoscaler();
        autoscaler.setMetadata(context.metadata().of(context.name(service), service.name()));
        autoscaler.setSpec(spec);
        return List.of(autoscaler);
    }

    /** How busy the pods may be on average, in percent of what they asked for. */
    private static MetricSpec cpu(int percent) {
        MetricTarget target = new MetricTarget();
        target.setType("Utilization");
        target.setAverageUtilization(percent);
        ResourceMetricSource resource = new ResourceMetricSource();
        resource.setName("cpu");
        resource.setTarget(target);
        MetricSpec metric = new MetricSpec();
        metric.setType("Resource");
        metric.setResource(resource);
        return metric;
    }

    private HasMetadata deployment(Service service, PodTemplateSpec template) {
        DeploymentSpec spec = new DeploymentSpec();
        spec.setReplicas(replicas(service));
        spec.setRevisionHistoryLimit(REVISIONS);
        spec.setProgressDeadlineSeconds(PROGRESS_DEADLINE_SECONDS);
        spec.setStrategy(strategy(service));
        spec.setSelector(selector(service));
        spec.setTemplate(template);
        Deployment deployment = new Deployment();
        deployment.setMetadata(meta(context.name(service), service));
        deployment.setSpec(spec);
        return deployment;
    }

    private static LabelSelector selector(Service service) {
        LabelSelector selector = new LabelSelector();
        selector.setMatchLabels(Metadata.selector(service.name()));
        return selector;
    }

    private HasMetadata statefulSet(Service service, PodTemplateSpec template) {
        List<PersistentVolumeClaim> templates = claims.of(service).stream()
                .filter(volume -> claims.isOwn(service, volume))
                .map(volume -> claims.template(volume, service))
                .toList();
        StatefulSetSpec spec = new StatefulSetSpec();
        spec.setReplicas(replicas(service));
        spec.setRevisionHistoryLimit(REVISIONS);
        spec.setServiceName(Addresses.peers(context.name(service)));
        spec.setSelector(selector(service));
        spec.setTemplate(template);
        spec.setVolumeClaimTemplates(templates);
        StatefulSet set = new StatefulSet();
        set.setMetadata(meta(context.name(service), service));
        set.setSpec(spec);
        return set;
    }

    /** A Job can't be changed: one that is defined otherwise is another Job. Kept when it is done, for its log. */
    private HasMetadata job(Service service, PodTemplateSpec template) {
        JobSpec spec = new JobSpec();
        spec.setBackoffLimit(retries(service));
        spec.setTemplate(template);
        Job job = new Job();
        job.setMetadata(meta(context.name(service) + "-" + ContentDigest.ofObject(spec), service));
        job.setSpec(spec);
        return job;
    }

    private static int retries(Service service) {
        String restart = service.restart();
        if (restart == null) {
            return RETRIES;
        }
        return restart.equals("no") ? 0 : RETRIES_ON_FAILURE;
    }

    /** With an autoscaler nobody else says how many: each apply would undo what it decided. It begins with one. */
    private static @CheckForNull Integer replicas(Service service) {
        if (isAutoscaled(service)) {
            return null;
        }
        Scale scale = service.options().scale();
        if (scale == null || service.replicas() == 0) {
            return service.replicas();
        }
        return Math.max(1, scale.min());
    }

    /**
     * A volume has one user at a time: the old pod goes before the new one comes. Those that may have several replicas
     * beside their volume, and all without one, change without a gap.
     */
    private DeploymentStrategy strategy(Service service) {
        DeploymentStrategy strategy = new DeploymentStrategy();
        if (!claims.of(service).isEmpty() && Shape.mostReplicas(service) <= 1) {
            strategy.setType("Recreate");
            return strategy;
        }
        RollingUpdateDeployment rolling = new RollingUpdateDeployment();
        rolling.setMaxUnavailable(new IntOrString(0));
        rolling.setMaxSurge(new IntOrString(1));
        strategy.setType("RollingUpdate");
        strategy.setRollingUpdate(rolling);
        return strategy;
    }

    /** The labels that the stack gives become annotations: they are notes, and nothing here selects by them. */
    private ObjectMeta meta(String name, Service service) {
        ObjectMeta meta = context.metadata().of(name, service.name());
        Map<String, String> annotations = new TreeMap<>();
        service.labels().forEach((key, value) -> {
            if (value instanceof Value.Plain plain && isFree(key)) {
                annotations.put(key, plain.text());
            } else {
                context.findings()
                        .warn(
                                value.position(),
                                "service " + service.name() + ": the label \"" + key + "\" is left out, "
                                        + (isFree(key)
                                                ? "since its value is sensitive"
                                                : "since it can't be an annotation on Kubernetes"),
                                "take it out if nothing reads it");
            }
        });
        meta.setAnnotations(annotations);
        return meta;
    }

    /** Whether a label's name can be an annotation's, and none that Kubernetes or we ourselves give a meaning. */
    private static boolean isFree(String key) {
        String domain = key.contains("/") ? "." + key.substring(0, key.indexOf('/')) : "";
        return ANNOTATION.matcher(key).matches()
                && !domain.endsWith(".kubernetes.io")
                && !domain.endsWith(".k8s.io")
                && !domain.endsWith(".environments.jenkins.io");
    }
}
