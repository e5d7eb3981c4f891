package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.SourceFile;
import io.jenkins.plugins.environments.model.stack.Stack;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One reading of a project, from its files to the stack: the steps in their order. Used once. */
final class ProjectReading {

    private final StackRequest request;
    private final KeyedDigest digest;
    private final Problems problems = new Problems();
    private final ProjectFiles files;
    private final ComposeFiles compose;
    private final Merge merge = new Merge(problems);

    ProjectReading(StackRequest request, KeyedDigest digest) {
        this.request = request;
        this.digest = digest;
        this.files = new ProjectFiles(request.projectDirectory(), problems);
        this.compose = new ComposeFiles(files, problems);
    }

    /** What was read. @param config as {@code docker compose config} prints it */
    record Result(StackReading reading, Map<String, Object> config) {}

    Result read() {
        List<ComposeFiles.Source> sources = compose.parse(request.files());
        Set<String> declared = ComposeFiles.declaredSensitive(sources);
        Redactions redactions = new Redactions(declared);
        sources.forEach(source -> redactions.document(source.table()));
        Map<String, Variable> variables = Variables.of(request, files, declared, redactions, problems);
        // What can't be read would only lead to errors that are none.
        problems.throwIfIncomplete();

        Interpolator interpolator = new Interpolator(variables, declared, problems);
        Tree.Table merged = merge(sources, interpolator, redactions);
        new SchemaCheck(problems).check(merged, ComposeSchema.DOCUMENT, "file");

        Profiles profiles = Profiles.of(request.profiles(), variables);
        Set<String> inactive = profiles.inactive(merged);
        Tree.Table active = Profiles.without(merged, inactive);
        Environments environments = new Environments(files, variables, declared, redactions, problems);
        Tree.Table document = Forms.at(
                active,
                "services",
                services -> Forms.eachValue(
                        services,
                        service -> service instanceof Tree.Table table
                                ? Implied.dependencies(environments.resolve(table))
                                : service));

        Values values =
                new Values(digest, declared, new Placeholders(request.placeholdersAllowed(), problems), problems);
        Fields fields = new Fields(document, values);
        References used = References.of(fields, inactive, problems);
        if (inactive.isEmpty() && fields.inner("services").table().entries().isEmpty() && !listed(document)) {
            problems.error(null, "the Compose files define no services", "add at least one under services:");
        }
        Stack stack = stack(fields, used, values, variables);
        problems.throwIfAny();
        List<SourceFile> texts = files.texts().entrySet().stream()
                .map(file -> redactions.cut(file.getKey(), file.getValue()))
                .toList();
        StackReading reading = new StackReading(stack, values.secrets(), texts, problems.warnings());
        return new Result(reading, new ComposeConfig(stack.name(), files, values).print(fields, used));
    }

    /**
     * The sample of the variables that the files read.
     *
     * @param before an earlier one, or nothing
     * @param name what messages call it
     * @throws InvalidInputException when the files can't be read; what else is wrong with them does not matter here
     */
    String sample(String name, String before) {
        List<ComposeFiles.Source> sources = compose.parse(request.files());
        Set<String> declared = ComposeFiles.declaredSensitive(sources);
        Redactions redactions = new Redactions(declared);
        Map<String, Variable> variables = Variables.of(request, files, declared, redactions, problems);
        problems.throwIfIncomplete();
        Fields merged = new Fields(
                merge(sources, new Interpolator(variables, declared, problems), redactions),
                new Values(digest, declared, new Placeholders(true, problems), problems));
        merged.entries("services")
                .forEach((service, fields) -> fields.tables("env_file").forEach(entry -> {
                    Tree.Text path = entry.scalar("path");
                    if (path != null
                            && files.isInside(path.text())
                            && files.name(Path.of(path.text())).equals(".env")) {
                        compose.reads().whole(service);
                        return;
                    }
                    String text = path == null || !files.exists(path.text())
                            ? null
                            : files.text(path.text(), path.position());
                    if (text != null && !"raw".equals(entry.text("format"))) {
                        compose.reads()
                                .envFile(service, EnvFile.parse(files.name(Path.of(path.text())), text, problems));
                    }
                }));
        SampleFile sample = SampleFile.parse(name, before, compose.reads().all().keySet(), problems);
        problems.throwIfIncomplete();
        return EnvSample.of(compose.reads(), sample);
    }

    /** Whether services have a shape that can't be read, which the schema reports. */
    private static boolean listed(Tree.Table document) {
        Tree services = document.get("services");
        return services instanceof Tree.Items || services instanceof Tree.Text text && !text.isNull();
    }

    private Tree.Table merge(List<ComposeFiles.Source> sources, Interpolator interpolator, Redactions redactions) {
        Tree merged = null;
        for (ComposeFiles.Source source : sources) {
            Tree.Table next = longForm(source, "", interpolator, redactions);
            if (merged == null) {
                merged = next;
                continue;
            }
            for (List<String> path : source.cleared()) {
                merged = Merge.clear(merged, path);
            }
            merged = merge.lay(merged, next, "");
        }
        return merged == null
                ? Tree.emptyTable(new io.jenkins.plugins.environments.model.Position("", 1, 1))
                : (Tree.Table) merge.unique(merged, "");
    }

    private Tree.Table longForm(
            ComposeFiles.Source source, String folder, Interpolator interpolator, Redactions redactions) {
        Tree.Table table = (Tree.Table) interpolator.apply(source.table());
        Tree.Table canonical = new Canonical(folder, problems).document(table);
        Extends extension = new Extends(
                (path, from) -> {
                    String name = Paths.rebase(from, path.text());
                    List<ComposeFiles.Source> others = path.tainted() ? List.of() : compose.parse(name, path);
                    if (others.isEmpty()) {
                        return null;
                    }
                    redactions.document(others.get(0).table());
                    Tree.Table other =
                            (Tree.Table) interpolator.apply(others.get(0).table());
                    return new Canonical(Paths.folder(name), problems).document(other);
                },
                merge,
                problems);
        return extension.resolve(canonical, source.file());
    }

    private Stack stack(Fields document, References used, Values values, Map<String, Variable> variables) {
        Set<String> secretFiles = new HashSet<>();
        document.entries("secrets").values().forEach(secret -> {
            Tree.Text path = secret.scalar("file");
            if (path != null && files.isInside(path.text())) {
                secretFiles.add(files.name(Path.of(path.text())));
            }
        });
        MountReader mounts = new MountReader(new BindReader(files, values, secretFiles, problems), problems);
        ServiceReader services = new ServiceReader(values, mounts, problems);
        return new StackAssembler(files, variables, values, problems)
                .assemble(name(document, variables), document, used, services);
    }

    private String name(Fields document, Map<String, Variable> variables) {
        Variable chosen = variables.get("COMPOSE_PROJECT_NAME");
        String given = chosen == null || chosen.sensitive() ? document.text("name") : chosen.text();
        if (given != null && !given.isEmpty()) {
            if (!given.matches("[a-z0-9][a-z0-9_-]*")) {
                problems.error(
                        chosen == null || chosen.sensitive() ? document.at("name") : chosen.position(),
                        "\"" + given + "\" is no name for a project",
                        "use lower-case letters, digits, dashes and underscores");
            }
            return given;
        }
        String folder = files.folderName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
        String name = folder.replaceFirst("^[_-]+", "");
        return name.isEmpty() ? "project" : name;
    }

    /** Which services run. */
    private record Profiles(Set<String> active) {

        static Profiles of(Set<String> requested, Map<String, Variable> variables) {
            Variable variable = variables.get("COMPOSE_PROFILES");
            return new Profiles(
                    requested.isEmpty() && variable != null
                            ? Set.of(variable.text().split("\\s*,\\s*"))
                            : requested);
        }

        Set<String> inactive(Tree.Table document) {
            Set<String> names = new HashSet<>();
            if (document.get("services") instanceof Tree.Table services) {
                services.entries().forEach((name, service) -> {
                    if (service instanceof Tree.Table table && !isActive(table)) {
                        names.add(name);
                    }
                });
            }
            return names;
        }

        private boolean isActive(Tree.Table service) {
            if (!(service.get("profiles") instanceof Tree.Items profiles)
                    || profiles.items().isEmpty()) {
                return true;
            }
            return active.contains("*")
                    || profiles.items().stream()
                            .anyMatch(item -> item instanceof Tree.Text text && active.contains(text.text()));
        }

        static Tree.Table without(Tree.Table document, Set<String> names) {
            if (names.isEmpty() || !(document.get("services") instanceof Tree.Table services)) {
                return document;
            }
            Map<String, Tree> left = new LinkedHashMap<>(services.entries());
            left.keySet().removeAll(names);
            return document.with("services", new Tree.Table(left, services.keys(), services.position()));
        }
    }
}
