package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;

/** Maps of a step as the rows of a form, and back. */
final class FormRows {

    private FormRows() {}

    static <T> List<T> rows(@CheckForNull Map<String, String> map, BiFunction<String, String, T> row) {
        return map == null
                ? List.of()
                : map.entrySet().stream()
                        .map(entry -> row.apply(entry.getKey(), entry.getValue()))
                        .toList();
    }

    /**
     * What a form sent: nothing, one row, or an array of rows.
     *
     * @return null where no row has a key
     */
    @CheckForNull
    static Map<String, String> map(@CheckForNull Object rows, String key, String value) {
        Map<String, String> map = new LinkedHashMap<>();
        List<?> all = rows instanceof JSONArray array ? array : rows == null ? List.of() : List.of(rows);
        for (Object each : all) {
            if (each instanceof JSONObject row && !row.optString(key).isBlank()) {
                map.put(row.optString(key).strip(), row.optString(value).strip());
            }
        }
        return map.isEmpty() ? null : map;
    }
}
