package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.InvalidInputException;
import jenkins.model.Jenkins;

/** What the forms of the steps share. */
final class StageChoices {

    private StageChoices() {}

    /** Whoever writes the Pipeline of an item, or everybody's, may see what steps can be given. */
    static void check(@CheckForNull Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.EXTENDED_READ);
        }
    }

    static ListBoxModel list() {
        ListBoxModel list = new ListBoxModel();
        EnvironmentsConfiguration.get().getStages().forEach(stage -> list.add(stage.getName()));
        return list;
    }

    static FormValidation checkDuration(@CheckForNull String value) {
        String text = Util.fixEmptyAndTrim(value);
        try {
            if (text != null) {
                Durations.parse(text, null);
            }
            return FormValidation.ok();
        } catch (InvalidInputException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
