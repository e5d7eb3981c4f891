package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is said beside the files of a stack. The same words answer a terminal, a Pipeline and the form in which its step is
 * written. No value of a variable is ever part of a message.
 */
public final class Parameters {

    private static final int LONGEST = 512;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    /** As the distribution project writes references. */
    private static final Pattern IMAGE = Pattern.compile("(?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?"
            + "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
            + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9]+:[0-9a-f]{32,128})?");
    /** What git lets no branch have. */
    private static final Pattern NO_BRANCH =
            Pattern.compile("[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|//|^[-/]|/$|\\.$|\\.lock$");

    private Parameters() {}

    /**
     * Paths of files in the project.
     *
     * @param parameter who names them, e.g. {@code files}
     */
    public static List<Problem> paths(String parameter, Collection<String> paths) {
        return each(
                parameter,
                paths,
                path -> !isInside(path),
                "the path # leads out of the project",
                "use a path relative to the workspace");
    }

    private static boolean isInside(String path) {
        try {
            Path normal = Path.of(path).normalize();
            return !normal.isAbsolute() && !normal.startsWith("..");
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Names of variables. @param parameter who gives them, e.g. {@code variables} */
    public static List<Problem> variables(String parameter, Collection<String> names) {
        return each(
                parameter,
                names,
                name -> !VARIABLE.matcher(name).matches(),
                "# is no name of a variable",
                "write NAME=value, the name of letters, digits and _");
    }

    /** Images of services. @param images service to reference */
    public static List<Problem> images(Map<String, String> images) {
        List<Problem> nameless =
                each("images", images.keySet(), String::isBlank, "an image names no service", "write service=image");
        return nameless.isEmpty()
                ? each(
                        "images",
                        images.values(),
                        image -> image.length() > LONGEST
                                || !IMAGE.matcher(image).matches(),
                        "# is no reference of an image",
                        "write service=image, the image as registry/name:tag or registry/name@sha256:…")
                : nameless;
    }

    /** A change that is named by hand: a number or a branch. */
    public static List<Problem> change(String change) {
        return each(
                "change",
                List.of(change),
                text -> text.length() > LONGEST || NO_BRANCH.matcher(text).find(),
                "# is neither the number of a pull request nor the name of a branch",
                "write for example 42, or feature/basket");
    }

    /** @throws InvalidInputException when there are any */
    public static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private static List<Problem> each(
            String parameter, Collection<String> texts, Predicate<String> wrong, String what, String remedy) {
        return texts.stream()
                .filter(wrong)
                .map(text -> new Problem(Position.of(parameter), what.replace("#", quoted(text)), remedy))
                .toList();
    }

    private static String quoted(String text) {
        boolean secret = Sensitivity.ofValue(text);
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return secret ? Sensitivity.MASK : "\"" + shown + "\"";
    }
}
