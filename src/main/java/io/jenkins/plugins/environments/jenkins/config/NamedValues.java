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

/** Names with plain values: a map in the code, rows in the form. */
public final class NamedValues extends AbstractDescribableImpl<NamedValues> {

    /** An ArrayList, as XStream can't read the lists of {@code List.of} back. */
    private final ArrayList<NamedValue> entries;

    @DataBoundConstructor
    public NamedValues(List<NamedValue> entries) {
        this.entries = new ArrayList<>(entries == null ? List.of() : entries);
        this.entries.removeIf(entry -> entry.getName().isEmpty());
    }

    /** The entries of a map, in its order. */
    public static NamedValues of(Map<String, String> map) {
        return new NamedValues(map.entrySet().stream()
                .map(entry -> new NamedValue(entry.getKey(), entry.getValue()))
                .toList());
    }

    public List<NamedValue> getEntries() {
        return Collections.unmodifiableList(entries);
    }

    /** By name, in order; of a name that is there twice, the last. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        entries.forEach(entry -> map.put(entry.getName(), entry.getValue()));
        return map;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<NamedValues> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "";
        }
    }
}
