package io.jenkins.plugins.environments.target.kubernetes;

/** Names of the labels and annotations that our objects carry, and of our field manager. */
public final class Labels {

    /** The field manager of server-side apply; also the value of {@code app.kubernetes.io/managed-by}. */
    public static final String MANAGER = "environment-lifecycle";

    private static final String PREFIX = "environments.jenkins.io/";

    /** Label on every object: the owner's instance id. What carries another is never touched. */
    public static final String OWNER = PREFIX + "owner";
    /** Label on every object: the environment's id. */
    public static final String ENVIRONMENT = PREFIX + "environment";
    /** Label: the project as a DNS label; the full name is an annotation of the namespace under the same name. */
    public static final String PROJECT = PREFIX + "project";
    /** Label: the stage. */
    public static final String STAGE = PREFIX + "stage";
    /** Label: the change's key; absent on standing environments. */
    public static final String CHANGE = PREFIX + "change";
    /** Label on the objects and pods of a service: its name in the stack. */
    public static final String SERVICE = PREFIX + "service";
    /** Label on pods: {@code true} when the edge may reach them. */
    public static final String LINKED = PREFIX + "linked";
    /** Prefix of labels on pods: membership in a network of the stack, {@code network.environments.jenkins.io/<name>=true}. */
    public static final String NETWORK_PREFIX = "network.environments.jenkins.io/";
    /**
     * Prefix of labels on pods: use of a volume that several services share, {@code
     * volume.environments.jenkins.io/<name>=true}, so that they are put on the node where it is.
     */
    public static final String VOLUME_PREFIX = "volume.environments.jenkins.io/";
    /** Annotation of the namespace: the branch of the change. */
    public static final String BRANCH = PREFIX + "branch";
    /** Annotation of the namespace: the commit of the change. */
    public static final String COMMIT = PREFIX + "commit";
    /** Label of a volume in the Compose file: its size, e.g. {@code 10Gi}; before {@code driver_opts.size}. */
    public static final String SIZE = PREFIX + "size";
    /** Label of a volume in the Compose file: its access mode, e.g. {@code ReadWriteMany}. */
    public static final String ACCESS_MODE = PREFIX + "access-mode";
    /** Label of a volume in the Compose file: its storage class, before the target's. */
    public static final String STORAGE_CLASS = PREFIX + "storage-class";
    /** Label on the namespace of an environment that was destroyed but for its volumes: {@code true}. */
    public static final String KEPT = PREFIX + "kept";
    /**
     * Annotation of pods: digest of the pods that they are to be started again with ({@code depends_on} with {@code
     * restart: true}).
     */
    public static final String RESTARTED_WITH = PREFIX + "restarted-with";
    /** Label on objects that a manifest of the stack gave: {@code true}. */
    public static final String MANIFEST = PREFIX + "manifest";
    /** Label on pods of manifests that no network policy of the stack's own selects: {@code true}. */
    public static final String OPEN = PREFIX + "open";
    /** Annotation of a Secret of a manifest: the Secret that keeps its values for rollbacks. */
    public static final String VALUES = PREFIX + "values";
    /** Annotation of pods of manifests: digest of the ConfigMaps and Secrets of the stack that they use. */
    public static final String CONFIGURATION = PREFIX + "configuration";
    /**
     * Annotation of the namespace: kinds of manifests with a state of their own, to be watched, each as {@code
     * apiVersion/plural/Kind}, with {@code /cluster} behind where it is not namespaced, separated by commas.
     */
    public static final String WATCHED = PREFIX + "watched";
    /** Prefix of the names of containers that hold a pod's start back; what they wait for follows. */
    public static final String WAIT_PREFIX = "wait-for-";
    /** Annotation: digest of the object as we last applied it. */
    public static final String APPLIED = PREFIX + "applied";

    private Labels() {}
}
