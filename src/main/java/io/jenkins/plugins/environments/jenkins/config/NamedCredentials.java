package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;

/** Variables with credentials: a map in the code, rows in the form. */
public final class NamedCredentials extends AbstractDescribableImpl<NamedCredentials> {

    /** An ArrayList, as XStream can't read the lists of {@code List.of} back. */
    private final ArrayList<NamedCredential> entries;

    @DataBoundConstructor
    public NamedCredentials(List<NamedCredential> entries) {
        this.entries = new ArrayList<>(entries == null ? List.of() : entries);
        this.entries.removeIf(entry -> entry.getName().isEmpty());
    }

    /** The entries of a map from variable to credentials id, in its order. */
    public static NamedCredentials of(Map<String, String> map) {
        return new NamedCredentials(map.entrySet().stream()
                .map(entry -> new NamedCredential(entry.getKey(), entry.getValue()))
                .toList());
    }

    public List<NamedCredential> getEntries() {
        return Collections.unmodifiableList(entries);
    }

    /** Variable to credentials id, in order; of a name that is there twice, the last. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        entries.forEach(entry -> map.put(entry.getName(), entry.getCredentialsId()));
        return map;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<NamedCredentials> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "";
        }
    }
}
