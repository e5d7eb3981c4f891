package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * An object of a manifest as its file has it.
 *
 * @param tree all of it
 */
record ManifestObject(String apiVersion, String kind, String name, Tree.Table tree) {

    Position position() {
        return tree.position();
    }

    String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** By what the cluster tells it from others: group, not version. */
    String identity() {
        return group() + "/" + kind + "/" + name;
    }

    String title() {
        return kind + " " + name;
    }

    boolean is(String ofGroup, String ofKind) {
        return kind.equals(ofKind) && group().equals(ofGroup);
    }

    /** What is at a path of keys; null when nothing is. */
    @CheckForNull
    Tree at(String... path) {
        return at(tree, path);
    }

    @CheckForNull
    static Tree at(@CheckForNull Tree from, String... path) {
        Tree tree = from;
        for (String key : path) {
            tree = tree instanceof Tree.Table table ? table.get(key) : null;
        }
        return tree;
    }

    /** The annotation; null when it is not there. */
    @CheckForNull
    Tree.Text annotation(String name) {
        return at("metadata", "annotations", name) instanceof Tree.Text text && !text.isNull() ? text : null;
    }

    /** What its pods are made of; null when it makes none. */
    @CheckForNull
    Tree podSpec() {
        if (!ObjectKinds.isWorkload(apiVersion, kind)) {
            return null;
        }
        return switch (kind) {
            case "Pod" -> at("spec");
            case "CronJob" -> at("spec", "jobTemplate", "spec", "template", "spec");
            default -> at("spec", "template", "spec");
        };
    }

    /** The containers of its pods, those that begin them among them. */
    List<Tree.Table> containers() {
        List<Tree.Table> containers = new ArrayList<>();
        for (String list : List.of("initContainers", "containers")) {
            if (at(podSpec(), list) instanceof Tree.Items items) {
                items.items().forEach(item -> {
                    if (item instanceof Tree.Table container) {
                        containers.add(container);
                    }
                });
            }
        }
        return containers;
    }
}
