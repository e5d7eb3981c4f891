package io.jenkins.plugins.environments.target.docker;

/** Names of the labels that our containers, networks and volumes carry. */
public final class Labels {

    public static final String PREFIX = "environments.jenkins.io/";

    /** On everything: the owner's instance id. What carries another is never touched. */
    public static final String OWNER = PREFIX + "owner";
    /** On everything: the environment's id. */
    public static final String ENVIRONMENT = PREFIX + "environment";
    /** On everything: the project. */
    public static final String PROJECT = PREFIX + "project";
    /** On everything: the stage. */
    public static final String STAGE = PREFIX + "stage";
    /** On everything: the change's key; absent on standing environments. */
    public static final String CHANGE = PREFIX + "change";
    /** On containers: the service. */
    public static final String SERVICE = PREFIX + "service";
    /** On containers: a digest of all that the service says; another digest, another generation. */
    public static final String APPLIED = PREFIX + "applied";
    /** On containers: the services that it depends on, by commas; they are stopped after it. */
    public static final String AFTER = PREFIX + "after";
    /** On containers that run to their end: {@code true}. */
    public static final String JOB = PREFIX + "job";
    /** On containers with a link and no edge: the ports of ours on 127.0.0.1, e.g. {@code 20000} or {@code 20000-20002}. */
    public static final String PORTS = PREFIX + "ports";
    /** On containers that get sensitive values: {@code true}. What they write is masked, or not shown. */
    public static final String SENSITIVE = PREFIX + "sensitive";
    /** On networks and volumes of the stack: the name in the file. */
    public static final String NAME = PREFIX + "name";
    /** On the container and the volume that hold an environment's files: {@code true}. */
    public static final String FILES = PREFIX + "files";

    private Labels() {}
}
