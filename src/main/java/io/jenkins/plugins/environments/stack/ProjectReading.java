package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.SourceFile;
import io.jenkins.plugins.environments.model.stack.Stack;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One reading of a project, from its files to the stack: the steps in their order. Used once. */
final class ProjectReading {

    private final StackRequest request;
    private final KeyedDigest digest;
    private final Set<String> declared;
    private final Problems problems = new Problems();
    private final Given last;
    private final ProjectFiles files;
    private final ComposeFiles compose;
    private final Redactions redactions;
    private final Variables variables;
    private Loaded loaded = new Loaded("", Tree.emptyTable(Tree.NOWHERE), new Scope(Map.of(), Set.of()));
    private List<ComposeFiles.Source> sources = List.of();
    private boolean parsed;

    /**
     * @param declared names that the stack declares to be sensitive, as far as they are known
     * @param seen what earlier readings of the request saw of its files
     * @param parsed trees of files that an earlier reading parsed without a word
     */
    private ProjectReading(
            StackRequest request,
            Given last,
            KeyedDigest digest,
            Set<String> declared,
            SeenFiles seen,
            Map<String, ComposeFiles.Parsed> parsed) {
        this.request = request;
        this.last = last;
        this.digest = digest;
        this.declared = declared;
        this.files = new ProjectFiles(request.projectDirectory(), request.boundary(), seen, problems);
        this.compose = new ComposeFiles(files, problems, parsed);
        this.redactions = new Redactions(declared);
        this.variables = new Variables(files, redactions, problems);
    }

    /**
     * What the files say, whoever runs it.
     *
     * @param document in long form, with the services of active profiles only
     * @param used what they name
     * @param inactive services of other profiles
     */
    private record Resolved(String name, Fields document, References used, Set<String> inactive, Values values) {}

    /** The project's documents as one. */
    private record Loaded(String name, Tree.Table document, Scope scope) {}

    /** A reading that knows what is sensitive. */
    static ProjectReading of(StackRequest request, KeyedDigest digest) {
        return of(request, Given.NOTHING, digest);
    }

    /** A reading that knows what is sensitive. @param last variables that come after those of the files */
    static ProjectReading of(StackRequest request, Given last, KeyedDigest digest) {
        SeenFiles seen = new SeenFiles(request.projectDirectory(), request.boundary());
        Map<String, ComposeFiles.Parsed> parsed = new HashMap<>();
        Set<String> declared = Set.of();
        while (true) {
            ProjectReading reading = new ProjectReading(request, last, digest, declared, seen, parsed);
            Scope scope = reading.parse();
            // From the first value on this has to be known; files that are included or extended may say more.
            if (declared.containsAll(reading.compose.declaredSensitive())) {
                reading.load(scope);
            }
            Set<String> found = reading.compose.declaredSensitive();
            if (declared.containsAll(found)) {
                return reading;
            }
            declared = found;
        }
    }

    private Scope parse() {
        Scope scope = variables.of(request, last, declared);
        sources = compose.parse(request.files(), scope);
        return scope;
    }

    private void load(Scope scope) {
        // What can't be parsed would only lead to errors that are none.
        if (problems.incomplete()) {
            return;
        }
        String name = new ProjectName(scope, problems).of(sources, files.folderName());
        Scope named = scope.with("COMPOSE_PROJECT_NAME", name, Position.of("the project's name"));
        parsed = true;
        loaded = new Loaded(name, new Loader(compose, variables, redactions, problems).load(sources, named), named);
    }

    /** As {@code docker compose config} prints it. */
    Map<String, Object> config() {
        Resolved resolved = resolve();
        problems.throwIfAny();
        return new ComposeConfig(resolved.name(), files, resolved.values()).print(resolved.document(), resolved.used());
    }

    /** Of each named value of the services whether it is sensitive, and why. */
    List<Choice> choices() {
        Resolved resolved = resolve();
        stack(resolved);
        problems.throwIfAny();
        return resolved.values().choices();
    }

    /** The stack that an environment runs. */
    StackReading read() {
        Resolved resolved = resolve();
        Stack stack = stack(resolved);
        problems.throwIfAny();
        List<SourceFile> texts = files.texts().entrySet().stream()
                .map(file -> redactions.cut(file.getKey(), file.getValue()))
                .toList();
        return new StackReading(
                stack,
                resolved.values().secrets(),
                texts,
                problems.warnings(),
                last.inputs(request, loaded.scope().variables(), files));
    }

    /**
     * The sample of the variables that the files read.
     *
     * @param before an earlier one, or nothing
     * @param name what messages call it
     * @throws InvalidInputException when the files can't be read; what else is wrong with them does not matter here
     */
    String sample(String name, String before) {
        problems.throwIfIncomplete();
        Reads reads = compose.reads();
        Fields merged =
                new Fields(loaded.document(), new Values(digest, declared, new Placeholders(true, problems), problems));
        merged.entries("services")
                .forEach((service, fields) -> fields.tables("env_file").forEach(entry -> {
                    Tree.Text path = entry.scalar("path");
                    if (path != null
                            && files.isInside(path.text())
                            && files.name(Path.of(path.text())).equals(".env")) {
                        reads.whole(service);
                        return;
                    }
                    String text = path == null || !files.exists(path.text())
                            ? null
                            : files.text(path.text(), path.position());
                    if (text != null && !"raw".equals(entry.text("format"))) {
                        reads.envFile(service, EnvFile.parse(files.name(Path.of(path.text())), text, problems));
                    }
                }));
        SampleFile sample = SampleFile.parse(name, before, reads.all().keySet(), problems);
        problems.throwIfIncomplete();
        return EnvSample.of(reads, sample);
    }

    private Resolved resolve() {
        if (!parsed) {
            problems.throwIfAny();
        }
        Tree.Table merged = loaded.document();
        Scope scope = loaded.scope();
        if (merged.entries().isEmpty() && !problems.incomplete()) {
            problems.error(null, "the Compose files define no services", "add at least one under services:");
        }
        new SchemaCheck(problems).check(merged, ComposeSchema.DOCUMENT, "file");
        Set<String> inactive = Profiles.of(request.profiles(), scope).inactive(merged);
        Tree.Table active = Profiles.without(merged, inactive);
        Environments environments = new Environments(files, scope, redactions, problems);
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
        new Consistency(problems).check(fields);
        return new Resolved(loaded.name(), fields, used, inactive, values);
    }

    private Stack stack(Resolved resolved) {
        Fields document = new Fields(Provided.without(resolved.document().table(), problems), resolved.values());
        if (resolved.inactive().isEmpty()
                && document.inner("services").table().entries().isEmpty()
                && !listed(document.table())) {
            problems.error(null, "the Compose files define no services", "add at least one under services:");
        }
        Set<String> secretFiles = new HashSet<>();
        document.entries("secrets").values().forEach(secret -> {
            Tree.Text path = secret.scalar("file");
            if (path != null && files.isInside(path.text())) {
                secretFiles.add(files.name(Path.of(path.text())));
            }
        });
        Values values = resolved.values();
        MountReader mounts = new MountReader(new BindReader(files, values, secretFiles, problems), problems);
        ServiceReader services = new ServiceReader(values, mounts, problems);
        return new StackAssembler(files, loaded.scope().variables(), values, problems)
                .assemble(resolved.name(), document, resolved.used(), services);
    }

    /** Whether services have a shape that can't be read, which the schema reports. */
    private static boolean listed(Tree.Table document) {
        Tree services = document.get("services");
        return services instanceof Tree.Items || services instanceof Tree.Text;
    }
}
