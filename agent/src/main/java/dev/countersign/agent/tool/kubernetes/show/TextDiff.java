package dev.countersign.agent.tool.kubernetes.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;

import dev.countersign.agent.tool.kubernetes.api.Yaml;

import java.util.List;

/** Two states of an object as one unified diff of their YAML. */
public final class TextDiff {
    /** Longest YAML, in lines, that is compared line by line. */
    static final int MAX_LINES = 6_000;

    /** Longest diff that is shown, in characters. */
    static final int MAX_SHOWN = 128_000;

    private static final int CONTEXT = 3;

    private TextDiff() {}

    /** Empty where nothing differs; a missing node is an object that is not there. */
    public static String of(String name, JsonNode before, JsonNode after) {
        List<String> left = lines(before);
        List<String> right = lines(after);
        if (left.equals(right)) {
            return "";
        }
        if (left.size() > MAX_LINES || right.size() > MAX_LINES) {
            return "--- " + name + " (" + left.size() + " lines)\n+++ " + name + " (" + right.size()
                    + " lines)\nToo long to compare line by line; the changed fields are listed.\n";
        }
        var patch = DiffUtils.diff(left, right);
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                before.isMissingNode() ? "/dev/null" : "a/" + name,
                after.isMissingNode() ? "/dev/null" : "b/" + name,
                left,
                patch,
                CONTEXT);
        return String.join("\n", diff) + "\n";
    }

    /** The beginning of a long diff, with a line that says how much is missing. */
    public static String cut(String diff) {
        if (diff.length() <= MAX_SHOWN) {
            return diff;
        }
        int end = diff.lastIndexOf('\n', MAX_SHOWN) + 1;
        return diff.substring(0, end) + "... " + (diff.length() - end)
                + " more characters of this diff are not shown.\n";
    }

    private static List<String> lines(JsonNode object) {
        return object.isMissingNode() ? List.of() : Yaml.write(object).lines().toList();
    }
}
