package io.jenkins.plugins.environments.jenkins.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebLinkTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "https://a.example.com, https://a.example.com",
                "http://a.example.com/x?y=z, http://a.example.com/x?y=z",
                "javascript:alert(1), null",
                "data:text/html;base64;PHNjcmlwdD4=, null",
                "//a.example.com, null",
                "https:///x, null",
                "null, null",
            })
    void only_addresses_of_the_web_become_links(String address, String link) {
        assertThat(WebLink.safe(address)).isEqualTo(link);
    }
}
