package io.jenkins.plugins.environments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that says how results are printed, and the printing. */
final class Output {

    /** The forms of a result. */
    enum Form {
        text,
        json,
        yaml
    }

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "text, json or yaml. Default: ${DEFAULT-VALUE}.")
    Form form = Form.text;

    /**
     * Prints a result.
     *
     * @param value of maps, lists, strings and numbers, for JSON and YAML
     * @param text for people
     */
    void print(PrintWriter out, Object value, String text) {
        try {
            String document =
                    switch (form) {
                        case text -> text;
                        case json -> JSON.writeValueAsString(value);
                        case yaml -> YAML.writeValueAsString(value);
                    };
            out.println(document.stripTrailing());
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that can't be printed", e);
        }
    }

    /** A table with aligned columns. @param rows the heading first; all of one length */
    static String table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            int index = column;
            widths.add(
                    rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0));
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths.get(column) - cell.length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
