package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;

/** Names with plain values: a map in the code, rows in the form. */
public final class NamedValues extends AbstractDescribableImpl<NamedValues> {

    private final List<NamedValue> entries;

    @DataBoundConstructor
    public NamedValues(List<NamedValue> entries) {
        this.entries = entries == null
                ? List.of()
                : entries.stream().filter(entry -> !entry.getName().isEmpty()).toList();
    }

    /** The entries of a map, in its order. */
    public static NamedValues of(Map<String, String> map) {
        return new NamedValues(map.entrySet().stream()
                .map(entry -> new NamedValue(entry.getKey(), entry.getValue()))
                .toList());
    }

    public List<NamedValue> getEntries() {
        return entries;
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
