package io.jenkins.plugins.environments.jenkins.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The German texts of the pages")
class GermanTest {

    private static final Path PAGES = Path.of("src/main/resources/io/jenkins/plugins/environments/jenkins/pages")
            .toAbsolutePath();
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    private static Properties read(Path file) throws IOException {
        Properties texts = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            texts.load(in);
        }
        return texts;
    }

    private static List<Path> english() throws IOException {
        try (Stream<Path> files = Files.walk(PAGES)) {
            return files.filter(file -> file.toString().endsWith(".properties")
                            && !file.toString().endsWith("_de.properties"))
                    .toList();
        }
    }

    private static List<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(match -> match.group())
                .sorted()
                .toList();
    }

    @Test
    void are_there_for_every_text_with_the_same_places() throws Exception {
        assertThat(english()).hasSizeGreaterThan(8);
        for (Path file : english()) {
            Properties texts = read(file);
            Properties german = read(Path.of(file.toString().replace(".properties", "_de.properties")));
            assertThat(new TreeSet<>(german.stringPropertyNames()))
                    .as(file.toString())
                    .isEqualTo(new TreeSet<>(texts.stringPropertyNames()));
            for (String key : texts.stringPropertyNames()) {
                assertThat(places(german.getProperty(key)))
                        .as("%s in %s", key, file)
                        .isEqualTo(places(texts.getProperty(key)));
            }
        }
    }

    @Test
    void have_no_single_quote_that_would_be_swallowed() throws Exception {
        try (Stream<Path> files = Files.walk(PAGES)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".properties"))
                    .toList()) {
                assertThat(Files.readString(file).replace("''", ""))
                        .as(file.toString())
                        .doesNotContain("'");
            }
        }
    }
}
