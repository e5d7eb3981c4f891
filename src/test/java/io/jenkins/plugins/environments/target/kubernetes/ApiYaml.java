package io.jenkins.plugins.environments.target.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Objects of the API as short as YAML can be. */
public final class ApiYaml {

    private ApiYaml() {}

    /** Reads one; times stay texts. */
    public static <T> T read(String yaml, Class<T> type) {
        return new ObjectMapper().convertValue(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml), type);
    }
}
