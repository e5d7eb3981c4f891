package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** A name with a plain value. */
public final class NamedValue extends AbstractDescribableImpl<NamedValue> {

    private final String name;
    private final String value;

    @DataBoundConstructor
    public NamedValue(String name, String value) {
        this.name = name == null ? "" : name.strip();
        this.value = value == null ? "" : value;
    }

    public String getName() {
        return name;
    }

    public String getValue() {
        return value;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<NamedValue> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "";
        }
    }
}
