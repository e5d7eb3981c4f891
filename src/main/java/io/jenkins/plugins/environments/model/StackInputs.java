package io.jenkins.plugins.environments.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the files of a release were read: with its sources, enough to read them again with the values of another stage.
 * Holds no sensitive value.
 *
 * @param files the Compose files that were named, in order; empty: the default ones
 * @param envFiles the env files that were named, in order; empty: the default one
 * @param profiles active profiles
 * @param variables plain variables that were given beside the files
 * @param sensitive names of the sensitive variables that were given beside the files
 * @param contents paths of the other files whose content the stack has, e.g. those that services mount
 * @param folders paths of the folders that services mount
 */
public record StackInputs(
        List<String> files,
        List<String> envFiles,
        Set<String> profiles,
        Map<String, String> variables,
        Set<String> sensitive,
        Set<String> contents,
        Set<String> folders) {

    public StackInputs {
        files = List.copyOf(files);
        envFiles = List.copyOf(envFiles);
        profiles = Set.copyOf(profiles);
        variables = Map.copyOf(variables);
        sensitive = Set.copyOf(sensitive);
        contents = Set.copyOf(contents);
        folders = Set.copyOf(folders);
    }
}
