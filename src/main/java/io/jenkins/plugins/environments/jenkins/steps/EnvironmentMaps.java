package io.jenkins.plugins.environments.jenkins.steps;

import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Link;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What steps return: maps and texts that a Pipeline can keep across a restart, whatever becomes of this plugin. */
final class EnvironmentMaps {

    private EnvironmentMaps() {}

    /** {@code [id, stage, status, release, url, links]}. */
    static LinkedHashMap<String, Object> result(Environment environment, String status, int release) {
        LinkedHashMap<String, Object> map = new LinkedHashMap<>();
        map.put("id", environment.id().value());
        map.put("stage", EnvironmentsConfiguration.get().stageName(environment.stage()));
        map.put("status", status);
        map.put("release", release);
        map.put("url", url(environment.links()));
        map.put("links", links(environment.links()));
        return map;
    }

    /** The same, and what a list tells besides. Instants as in ISO 8601. */
    static LinkedHashMap<String, Object> entry(Environment environment) {
        LinkedHashMap<String, Object> map =
                result(environment, environment.state().name(), environment.release());
        map.put("project", environment.project());
        map.put("change", environment.change().key());
        map.put("target", environment.target());
        map.put("deployedAt", text(environment.deployedAt()));
        map.put("expiresAt", text(environment.expiresAt()));
        return map;
    }

    /** The first link: services stand in the order of the files, so that this is the one that people mean. */
    static String url(List<Link> links) {
        return links.isEmpty() ? null : links.get(0).url();
    }

    private static LinkedHashMap<String, String> links(List<Link> links) {
        Map<String, String> map = new LinkedHashMap<>();
        links.forEach(link -> map.putIfAbsent(link.service(), link.url()));
        return new LinkedHashMap<>(map);
    }

    private static String text(Object instant) {
        return instant == null ? null : instant.toString();
    }
}
