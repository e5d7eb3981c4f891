package io.jenkins.plugins.environments.jenkins.casc;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.casc.Attribute;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.Configurator;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.model.CNode;
import io.jenkins.plugins.casc.model.Mapping;
import io.jenkins.plugins.casc.model.Scalar;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes a type that the form shows as rows as what it is: a map from text to text, sorted by name. */
abstract class MapConfigurator<T> implements Configurator<T> {

    private final Class<T> type;
    private final Function<Map<String, String>, T> read;
    private final Function<T, Map<String, String>> write;

    MapConfigurator(Class<T> type, Function<Map<String, String>, T> read, Function<T, Map<String, String>> write) {
        this.type = type;
        this.read = read;
        this.write = write;
    }

    @Override
    public Class<T> getTarget() {
        return type;
    }

    @NonNull
    @Override
    public Set<Attribute<T, ?>> describe() {
        return Set.of();
    }

    @NonNull
    @Override
    public T configure(CNode config, ConfigurationContext context) throws ConfiguratorException {
        Map<String, String> map = new TreeMap<>();
        for (Map.Entry<String, CNode> entry : config.asMapping().entrySet()) {
            String text = entry.getValue().asScalar().getValue();
            map.put(entry.getKey(), context.getSecretSourceResolver().resolve(text));
        }
        return read.apply(map);
    }

    @Override
    public T check(CNode config, ConfigurationContext context) throws ConfiguratorException {
        return configure(config, context);
    }

    @CheckForNull
    @Override
    public CNode describe(T instance, ConfigurationContext context) {
        if (instance == null) {
            return null;
        }
        Mapping mapping = new Mapping();
        write.apply(instance)
                .forEach((name, value) -> mapping.put(
                        name, new Scalar(context.getSecretSourceResolver().encode(value))));
        return mapping;
    }
}
