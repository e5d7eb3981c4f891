package io.jenkins.plugins.environments.jenkins.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;
import org.springframework.security.access.AccessDeniedException;

/** A new web method without a row in the table fails this. */
@Tag("jenkins")
@WithJenkins
@DisplayName("Every web method")
class WebMethodsTest {

    /** Who gets through: administrators; everybody, with nothing but what they sent; see the pages' own test. */
    private static final Set<String> ADMINISTRATORS = Set.of(
            "KubernetesTargetForm.doCheckId",
            "KubernetesTargetForm.doCheckServerUrl",
            "KubernetesTargetForm.doCheckCaCertificate",
            "KubernetesTargetForm.doCheckNamespacePrefix",
            "KubernetesTargetForm.doCheckObjectName",
            "KubernetesTargetForm.doCheckTlsSecret",
            "KubernetesTargetForm.doFillExposureItems",
            "KubernetesTargetForm.doTestConnection",
            "DockerTargetForm.doCheckId",
            "DockerTargetForm.doCheckUri",
            "DockerTargetForm.doCheckEdgeNetwork",
            "DockerTargetForm.doCheckEntryPoint",
            "DockerTargetForm.doCheckAgentLabel",
            "DockerTargetForm.doTestConnection",
            "StageForm.doCheckName",
            "StageForm.doFillTargetItems",
            "StageForm.doCheckTarget",
            "StageForm.doFillLifetimeItems",
            "StageForm.doFillWhileHeldItems",
            "StageForm.doCheckExpireAfter",
            "StageForm.doCheckSoak",
            "StageForm.doCheckKeepNewest",
            "StageForm.doCheckDomain",
            "StageForm.doCheckLinkPattern",
            "QuotaSettings.doCheckCpu",
            "QuotaSettings.doCheckMemory",
            "QuotaSettings.doCheckEnvironments",
            "BackupSettings.doCheckEvery",
            "BackupSettings.doCheckKeep",
            "DeployEnvStep.doFillStageItems",
            "DeployEnvStep.doFillOnFailureItems",
            "DeployEnvStep.doCheckTimeout",
            "DeployEnvStep.doCheckFiles",
            "DeployEnvStep.doCheckEnvFiles",
            "DeployEnvStep.doCheckImages",
            "DeployEnvStep.doCheckVariables",
            "DeployEnvStep.doCheckSecrets",
            "DeployEnvStep.doCheckChange",
            "DestroyEnvStep.doFillStageItems",
            "DestroyEnvStep.doFillDataItems",
            "DestroyEnvStep.doCheckTimeout",
            "DestroyEnvStep.doCheckChange",
            "ListEnvsStep.doFillStageItems",
            "ListEnvsStep.doCheckTimeout",
            "ListEnvsStep.doCheckChange",
            "DestroyStaleEnvsStep.doFillStageItems",
            "DestroyStaleEnvsStep.doCheckTimeout",
            "DestroyStaleEnvsStep.doCheckChange",
            "DestroyStaleEnvsStep.doCheckLimit",
            "ExtendEnvStep.doFillStageItems",
            "ExtendEnvStep.doCheckTimeout",
            "ExtendEnvStep.doCheckChange",
            "PinEnvStep.doFillStageItems",
            "PinEnvStep.doCheckTimeout",
            "PinEnvStep.doCheckChange",
            "RollbackEnvStep.doFillStageItems",
            "RollbackEnvStep.doCheckTimeout",
            "RollbackEnvStep.doCheckChange",
            "PromoteEnvStep.doFillStageItems",
            "PromoteEnvStep.doCheckTimeout",
            "PromoteEnvStep.doCheckChange",
            "ExtendEnvStep.doCheckBy",
            "RollbackEnvStep.doCheckTo",
            "PromoteEnvStep.doFillFromItems",
            "PromoteEnvStep.doFillToItems",
            "PromoteEnvStep.doCheckTo",
            "ImageRow.doFillServiceItems",
            "ImageRow.doCheckImage",
            "FolderStage.doFillStageItems");

    private static final Set<String> CREDENTIALS = Set.of(
            "KubernetesTargetForm.doFillCredentialsIdItems",
            "DockerTargetForm.doFillCredentialsIdItems",
            "NamedCredential.doFillCredentialsIdItems",
            "ItemSecret.doFillCredentialsIdItems",
            "EnvFileCredential.doFillCredentialsIdItems");

    private static final Set<String> IN_PAGES_TEST = Set.of(
            "EnvironmentPage.doDestroy",
            "EnvironmentPage.doRedeploy",
            "EnvironmentPage.doInsight",
            "EnvironmentPage.doPin",
            "EnvironmentPage.doUnpin",
            "EnvironmentPage.doExtend",
            "EnvironmentPage.doHold",
            "EnvironmentPage.doLift",
            "EnvironmentPage.doRollback",
            "EnvironmentPage.doPromote");

    /** Read by a link, change nothing and tell nothing that the page does not; see the pages' own test. */
    private static final Set<String> READ = Set.of("ItemEnvironments.doBadge");

    private static final List<String> OTHERS = List.of("anonymous", "reader", "deployer", "destroyer", "promoter");

    @BeforeEach
    void users(JenkinsRule j) throws Exception {
        TestWorld.secret("db-password", "p");
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("deployer")
                .grant(Jenkins.READ, Item.READ, EnvironmentPermissions.DESTROY)
                .everywhere()
                .to("destroyer")
                .grant(Jenkins.READ, Item.READ, EnvironmentPermissions.PROMOTE)
                .everywhere()
                .to("promoter")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    /** A web method, and the class that it is called on: forms inherit some. */
    private record WebMethod(Class<?> type, Method method) {
        String name() {
            Class<?> outer = type.getEnclosingClass();
            return (outer == null ? type : outer).getSimpleName() + "." + method.getName();
        }
    }

    private static List<WebMethod> webMethods() {
        List<WebMethod> found = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.jenkins.plugins.environments.jenkins")) {
            if (!type.getModifiers().contains(JavaModifier.ABSTRACT)) {
                for (JavaMethod method : type.getAllMethods()) {
                    if (method.getName().matches("do[A-Z].*")
                            && method.getOwner().getPackageName().startsWith("io.jenkins.plugins.environments")
                            && !method.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                        found.add(new WebMethod(type.reflect(), method.reflect()));
                    }
                }
            }
        }
        return found;
    }

    private static Object call(WebMethod web) throws Throwable {
        Object form = Jenkins.get().getDescriptorByType(web.type().asSubclass(hudson.model.Descriptor.class));
        Object[] arguments = Arrays.stream(web.method().getParameterTypes())
                .map(type -> type == String.class ? "" : null)
                .toArray();
        try {
            return web.method().invoke(form, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static ACLContext as(String user) {
        return user.equals("anonymous") ? ACL.as2(Jenkins.ANONYMOUS2) : ACL.as(User.getById(user, true));
    }

    @Test
    void is_known_here() {
        Set<String> known = new TreeSet<>(ADMINISTRATORS);
        known.addAll(CREDENTIALS);
        known.addAll(IN_PAGES_TEST);
        known.addAll(READ);
        assertThat(webMethods().stream().map(WebMethod::name)).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void takes_post_only_or_is_a_picture() {
        assertThat(webMethods()).allSatisfy(method -> assertThat(
                        method.method().isAnnotationPresent(READ.contains(method.name()) ? GET.class : POST.class))
                .as(method.name())
                .isTrue());
    }

    @Test
    @SuppressWarnings("try") // The context is closed, not used.
    void of_the_forms_is_for_administrators() throws Throwable {
        for (WebMethod method : webMethods()) {
            if (ADMINISTRATORS.contains(method.name())) {
                for (String user : OTHERS) {
                    try (ACLContext ignored = as(user)) {
                        assertThatThrownBy(() -> call(method))
                                .as("%s as %s", method.name(), user)
                                .isInstanceOf(AccessDeniedException.class);
                    }
                }
                try (ACLContext ignored = as("admin")) {
                    call(method);
                }
            }
        }
    }

    @Test
    @SuppressWarnings("try") // The context is closed, not used.
    void that_lists_credentials_tells_others_nothing() throws Throwable {
        for (WebMethod method : webMethods()) {
            if (CREDENTIALS.contains(method.name())) {
                for (String user : OTHERS) {
                    try (ACLContext ignored = as(user)) {
                        assertThat(((ListBoxModel) call(method)).stream().map(option -> option.value))
                                .as("%s as %s", method.name(), user)
                                .doesNotContain("db-password");
                    }
                }
            }
        }
        try (ACLContext ignored = as("admin")) {
            WebMethod method = webMethods().stream()
                    .filter(each -> each.name().equals("NamedCredential.doFillCredentialsIdItems"))
                    .findFirst()
                    .orElseThrow();
            assertThat(((ListBoxModel) call(method)).stream().map(option -> option.value))
                    .contains("db-password");
        }
    }
}
