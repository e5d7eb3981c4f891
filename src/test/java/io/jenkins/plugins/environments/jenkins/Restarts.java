package io.jenkins.plugins.environments.jenkins;

import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** Lets the harness' rules for restarts, which this version has for JUnit 4 only, serve in a test of JUnit 5. */
public final class Restarts {

    private Restarts() {}

    /** Something that needs a rule. */
    public interface Body<R> {
        void run(R rule) throws Throwable;
    }

    /** One Jenkins after the other in this process, over the same home. */
    public static void orderly(Body<JenkinsSessionRule> body) throws Throwable {
        JenkinsSessionRule rule = new JenkinsSessionRule();
        rule.apply(statement(rule, body), description()).evaluate();
    }

    /** A Jenkins in a process of its own, which can be killed. */
    public static void real(Body<RealJenkinsRule> body) throws Throwable {
        RealJenkinsRule rule = new RealJenkinsRule();
        rule.apply(statement(rule, body), description()).evaluate();
    }

    private static <R> org.junit.runners.model.Statement statement(R rule, Body<R> body) {
        return new org.junit.runners.model.Statement() {
            @Override
            public void evaluate() throws Throwable {
                body.run(rule);
            }
        };
    }

    private static org.junit.runner.Description description() {
        return org.junit.runner.Description.createTestDescription(Restarts.class, "restart");
    }
}
