package io.jenkins.plugins.environments;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.stream.Stream;

/**
 * The rooms of docs/architecture.md and the arrows between them. It holds in both builds: the engine's, which has no
 * package {@code jenkins}, and the plugin's.
 */
@AnalyzeClasses(packages = "io.jenkins.plugins.environments", importOptions = ArchitectureTest.ProductionCode.class)
class ArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.environments.";
    private static final String JENKINS = ROOT + "jenkins..";
    private static final String CLI = ROOT + "cli..";
    private static final String LIFECYCLE = ROOT + "lifecycle..";
    private static final String TARGET_CONTRACT = ROOT + "target";
    private static final String TARGET = ROOT + "target..";
    private static final String KUBERNETES = ROOT + "target.kubernetes..";
    private static final String DOCKER = ROOT + "target.docker..";
    private static final String STACK = ROOT + "stack..";
    private static final String MODEL = ROOT + "model..";

    @ArchTest
    static final ArchRule model_depends_on_nothing_but_the_language = classes()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(MODEL, "java..", "edu.umd.cs.findbugs.annotations.."));

    @ArchTest
    static final ArchRule model_does_no_input_or_output = noClasses()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(?!Serial).*"
                    + "|java\\.nio\\.(channels\\..*|file\\.(?!Path$|InvalidPathException$).*)"
                    + "|java\\.net\\.(?!URI$|URISyntaxException$|URLEncoder$|URLDecoder$).*"
                    + "|java\\.sql\\..*");

    @ArchTest
    static final ArchRule stack_knows_only_the_model = noClasses()
            .that()
            .resideInAPackage(STACK)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TARGET, LIFECYCLE, CLI, JENKINS);

    @ArchTest
    static final ArchRule target_knows_nobody_above_it = noClasses()
            .that()
            .resideInAPackage(TARGET)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LIFECYCLE, CLI, JENKINS);

    @ArchTest
    static final ArchRule the_target_contract_knows_no_implementation = noClasses()
            .that()
            .resideInAPackage(TARGET_CONTRACT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KUBERNETES, DOCKER);

    @ArchTest
    static final ArchRule kubernetes_knows_no_docker = noClasses()
            .that()
            .resideInAPackage(KUBERNETES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(DOCKER)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule docker_knows_no_kubernetes = noClasses()
            .that()
            .resideInAPackage(DOCKER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KUBERNETES, "io.fabric8..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule lifecycle_knows_targets_only_by_their_contract = noClasses()
            .that()
            .resideInAPackage(LIFECYCLE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KUBERNETES, DOCKER, CLI, JENKINS, "io.fabric8..", "com.github.dockerjava..");

    @ArchTest
    static final ArchRule the_terminal_knows_no_jenkins = noClasses()
            .that()
            .resideInAPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(JENKINS)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule jenkins_knows_no_terminal = noClasses()
            .that()
            .resideInAPackage(JENKINS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLI)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule only_the_package_jenkins_needs_jenkins = noClasses()
            .that()
            .resideOutsideOfPackage(JENKINS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hudson..", "jenkins..", "org.kohsuke..", "org.jenkinsci..", "com.cloudbees..", "jakarta.servlet..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("javax\\.servlet\\..*");

    /** Jenkins does not bring these: what it loads must not need them. */
    @ArchTest
    static final ArchRule only_the_terminal_needs_the_libraries_that_the_plugin_does_not_have = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "picocli..",
                    "okhttp3.mockwebserver..",
                    "io.fabric8.mockwebserver..",
                    "io.fabric8.kubernetes.client.server.mock..");

    @ArchTest
    static final ArchRule no_package_is_part_of_a_cycle =
            slices().assignedFrom(new PackagesAndRoomsWithDrawers()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule a_class_has_a_name_that_says_what_it_is = noClasses()
            .should()
            .haveSimpleNameContaining("Manager")
            .orShould()
            .haveSimpleNameContaining("Helper")
            .orShould()
            .haveSimpleNameContaining("Util");

    @ArchTest
    static final ArchRule nothing_static_changes =
            fields().that().areStatic().should().beFinal();

    /**
     * Every package for itself, but for two rooms with a drawer of records that name the words of the room, as the room
     * names them: {@code model.stack} and {@code lifecycle.store}.
     */
    private static final class PackagesAndRoomsWithDrawers implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return Stream.of(MODEL, LIFECYCLE)
                    .filter(room -> resideInAPackage(room).test(type))
                    .findFirst()
                    .map(SliceIdentifier::of)
                    .orElseGet(() -> SliceIdentifier.of(type.getPackageName()));
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    /** Classes of {@code src/main/java}: in {@code target/classes} or {@code target/engine/classes}. */
    static final class ProductionCode implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
