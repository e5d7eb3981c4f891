package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.SourceFile;
import io.jenkins.plugins.environments.model.stack.Manifest;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads ready Kubernetes manifests: YAML (or JSON, which is YAML) with any number of documents, lists unfolded. Nothing
 * is interpolated: what a file says is what is applied. Immutable and safe for use by several threads.
 */
public final class ManifestReader {

    /** The most files of a stack of manifests. */
    public static final int MOST_FILES = 256;

    private static final List<String> HEAD = List.of("apiVersion", "kind", "metadata");
    /** What a server writes; in a file it is left from an export. */
    private static final Set<String> OF_THE_SERVER = Set.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "managedFields",
            "selfLink",
            "ownerReferences");

    private final KeyedDigest digest;

    /** @param digest makes {@link io.jenkins.plugins.environments.model.stack.Value.Sensitive#digest()} */
    public ManifestReader(KeyedDigest digest) {
        this.digest = digest;
    }

    /**
     * Reads the objects.
     *
     * @param files name to content, in order; the names are what messages call them
     * @param placeholdersAllowed whether {@code CHANGE_ME} and the like are let through in Secrets
     * @throws InvalidInputException with every problem that was found, each with its place
     */
    public ManifestReading read(Map<String, byte[]> files, boolean placeholdersAllowed) {
        Problems problems = new Problems();
        Redactions redactions = new Redactions(Set.of());
        SecretReader secrets =
                new SecretReader(digest, redactions, new Placeholders(placeholdersAllowed, problems), problems);
        Map<String, String> texts = new LinkedHashMap<>();
        if (files.isEmpty()) {
            problems.error(null, "there are no manifests to read", "name files that are there, e.g. k8s/*.yaml");
        }
        if (files.size() > MOST_FILES) {
            problems.error(
                    null,
                    "these are " + files.size() + " manifests, and at most " + MOST_FILES + " files are read",
                    "put several objects into one file, with --- between them");
        }
        List<ManifestObject> objects = new ArrayList<>();
        files.entrySet().stream().limit(MOST_FILES).forEach(file -> {
            String text = FileText.of(file.getKey(), file.getValue(), problems);
            if (text != null) {
                texts.put(file.getKey(), text);
                for (YamlSource.Document document : YamlSource.parse(file.getKey(), text, problems)) {
                    redactions.document(document.tree());
                    objects(document.tree(), objects, problems);
                }
            }
        });
        refuseTwins(objects, problems);
        ManifestRules rules = new ManifestRules(problems);
        objects.forEach(rules::check);
        if (objects.isEmpty() && !problems.incomplete()) {
            problems.error(null, "the manifests hold no object", "add at least one");
        }
        List<Manifest> manifests = new ManifestUnits(problems).manifests(rules.kept(objects), secrets);
        problems.throwIfAny();
        List<SourceFile> sources = texts.entrySet().stream()
                .map(file -> redactions.cut(file.getKey(), file.getValue()))
                .toList();
        return new ManifestReading(manifests, new SecretValues(secrets.values()), sources, problems.warnings());
    }

    /** The objects of a document; a list's items are objects of their own. */
    private static void objects(Tree tree, List<ManifestObject> objects, Problems problems) {
        if (tree instanceof Tree.Text text && text.isNull()) {
            // Nothing between two separators.
            return;
        }
        if (!(tree instanceof Tree.Table table)) {
            problems.error(
                    tree.position(),
                    "a manifest is a mapping with apiVersion, kind and metadata, this is " + tree.kindName(),
                    "write one object for each document, with --- between them");
            return;
        }
        String apiVersion = head(table, "apiVersion", problems);
        String kind = head(table, "kind", problems);
        if (apiVersion == null || kind == null) {
            return;
        }
        if (kind.endsWith("List") && table.get("items") instanceof Tree.Items items) {
            items.items().forEach(item -> objects(item, objects, problems));
            return;
        }
        ObjectKinds.meant(apiVersion, kind)
                .ifPresent(meant -> problems.error(
                        table.get("kind").position(),
                        "Kubernetes has no kind \"" + kind + "\" in apiVersion " + apiVersion,
                        "did you mean \"" + meant + "\"?"));
        Tree.Table metadata = metadata(table, kind, problems);
        if (metadata != null && metadata.get("name") instanceof Tree.Text name) {
            objects.add(new ManifestObject(apiVersion, kind, name.text(), table.with("metadata", metadata)));
        }
    }

    @CheckForNull
    private static String head(Tree.Table table, String key, Problems problems) {
        Tree value = table.get(key);
        if (value instanceof Tree.Text text
                && text.kind() == Tree.Kind.STRING
                && !text.text().isBlank()) {
            return text.text();
        }
        if (value != null) {
            problems.error(value.position(), key + " has to be a text, this is " + value.kindName(), "write its name");
            return null;
        }
        // A word that is nearly the key stands where it should.
        for (String other : table.entries().keySet()) {
            if (!HEAD.contains(other)
                    && Nearest.word(other, HEAD).filter(key::equals).isPresent()) {
                problems.error(
                        table.at(other), "\"" + other + "\" is no key of a manifest", "did you mean \"" + key + "\"?");
                return null;
            }
        }
        String example = key.equals("kind") ? "kind: Deployment" : "apiVersion: apps/v1";
        boolean compose = table.has("services");
        problems.error(
                table.position(),
                "the manifest has no " + key,
                compose ? "is this a Compose file? name it under files" : "add it, e.g. " + example);
        return null;
    }

    @CheckForNull
    private static Tree.Table metadata(Tree.Table table, String kind, Problems problems) {
        if (!(table.get("metadata") instanceof Tree.Table metadata)) {
            problems.error(table.at("metadata"), "the " + kind + " has no metadata", "give it metadata with a name");
            return null;
        }
        if (metadata.has("generateName")) {
            problems.error(
                    metadata.at("generateName"),
                    "generateName gives the " + kind + " another name at each deploy",
                    "give it a name: it is replaced when its content changes");
            return null;
        }
        if (!(metadata.get("name") instanceof Tree.Text name) || name.text().isBlank() || name.isNull()) {
            problems.error(metadata.position(), "the " + kind + " has no name", "add metadata.name");
            return null;
        }
        if (name.kind() != Tree.Kind.STRING) {
            problems.error(name.position(), "a name has to be a text, this is " + name.kindName(), "put it in quotes");
            return null;
        }
        Tree.Table ours = metadata;
        for (String key : OF_THE_SERVER) {
            ours = ours.without(key);
        }
        return ours;
    }

    private static void refuseTwins(List<ManifestObject> objects, Problems problems) {
        Map<String, Position> places = new HashMap<>();
        for (ManifestObject object : objects) {
            Position other = places.putIfAbsent(object.identity(), object.position());
            if (other != null) {
                problems.error(
                        object.position(),
                        object.title() + " is here twice; the first is at " + other,
                        "keep one of the two, or give one another name");
            }
        }
    }
}
