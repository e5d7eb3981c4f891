package io.jenkins.plugins.environments.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from a commit's message which pull or merge request, or which branch, it brought in. Knows what GitHub, GitLab,
 * Bitbucket, Gitea, Azure DevOps and bors write, and what Git itself does. Says that it can't tell rather than guess: a
 * number in running text is an issue as often as it is a request.
 */
public final class MergeMessage {

    /** Forms that only the merge of a request has, over the whole message. */
    private static final Map<String, Pattern> REQUESTS = requests();

    /** What squash merges append to the title: the last thing in the first line. */
    private static final Pattern SQUASHED = Pattern.compile("\\((?:#|!)(\\d{1,9})\\)$");

    private static final Pattern REVERT = Pattern.compile("^Revert \"[^\"]*\"$");
    private static final Pattern PICKED = Pattern.compile("(?m)^\\(cherry picked from commit [0-9a-f]+\\)$");

    private static final List<Pattern> BRANCHES = List.of(
            Pattern.compile("^Merge branch '([^']+)'(?: of \\S+)?(?: into \\S+)?$"),
            Pattern.compile("^Merge remote-tracking branch '(?:refs/remotes/)?[^/']+/([^']+)'(?: into \\S+)?$"),
            Pattern.compile("^Merged in (\\S+)$"));

    private MergeMessage() {}

    private static Map<String, Pattern> requests() {
        Map<String, Pattern> forms = new LinkedHashMap<>();
        forms.put("GitHub", Pattern.compile("^Merge pull request #(\\d{1,9}) from \\S+\\s*$", Pattern.MULTILINE));
        forms.put(
                "Bitbucket Data Center",
                Pattern.compile("^Merge pull request #(\\d{1,9}) in \\S+ from \\S+ to \\S+\\s*$", Pattern.MULTILINE));
        forms.put("a pull request's merge", Pattern.compile("\\APull request #(\\d{1,9}): "));
        forms.put("Bitbucket", Pattern.compile("\\AMerged in \\S+ \\(pull request #(\\d{1,9})\\)"));
        forms.put("Gitea", Pattern.compile("\\AMerge pull request '.*' \\(#(\\d{1,9})\\) from \\S+ into \\S+"));
        forms.put("GitLab", Pattern.compile("^See merge request (?:[\\w./-]+)?!(\\d{1,9})\\s*$", Pattern.MULTILINE));
        forms.put(
                "GitLab's link",
                Pattern.compile(
                        "^See merge request:? https?://\\S+/merge_requests/(\\d{1,9})\\s*$", Pattern.MULTILINE));
        forms.put("a link", Pattern.compile("^Reviewed-on: https?://\\S+/pulls/(\\d{1,9})\\s*$", Pattern.MULTILINE));
        forms.put("Azure DevOps", Pattern.compile("\\AMerged PR (\\d{1,9}): "));
        forms.put("bors", Pattern.compile("\\AMerge #(\\d{1,9})\\s*$", Pattern.MULTILINE));
        forms.put("homu", Pattern.compile("\\A(?:Auto|Rollup) merge of #(\\d{1,9}) - "));
        return Map.copyOf(forms);
    }

    /** What a message tells. */
    public sealed interface Told {}

    /** The pull or merge request of that number was merged. */
    public record Request(int number) implements Told {}

    /** That branch was merged. */
    public record Branch(String name) implements Told {}

    /** It does not say, or says more than one thing. @param why as a clause without a full stop */
    public record Undecided(String why) implements Told {}

    /** @param message whole, as the commit has it */
    public static Told read(String message) {
        String text = message.strip().replace("\r\n", "\n");
        if (PICKED.matcher(text).find()) {
            return new Undecided("it was picked from another branch, and its message is that of the commit there");
        }
        Set<Integer> numbers = new TreeSet<>();
        for (Pattern form : REQUESTS.values()) {
            Matcher matcher = form.matcher(text);
            while (matcher.find()) {
                numbers.add(Integer.valueOf(matcher.group(1)));
            }
        }
        if (numbers.size() > 1) {
            return new Undecided("it names more than one request: " + numbers);
        }
        return numbers.isEmpty()
                ? fromTitle(text.lines().findFirst().orElse("").strip())
                : new Request(numbers.iterator().next());
    }

    private static Told fromTitle(String title) {
        if (REVERT.matcher(title).matches()) {
            return new Undecided("it takes back another commit");
        }
        Matcher squashed = SQUASHED.matcher(title);
        if (squashed.find()) {
            return new Request(Integer.parseInt(squashed.group(1)));
        }
        for (Pattern form : BRANCHES) {
            Matcher matcher = form.matcher(title);
            if (matcher.matches()) {
                return new Branch(matcher.group(1));
            }
        }
        return new Undecided("its message names no request and no branch");
    }
}
