package dev.countersign.agent.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hides the values of Secret manifests in YAML text, line by line, whatever else is wrong in it. A
 * document in a form that lines cannot tell is hidden as a whole.
 */
final class SecretManifests {
    private static final String HIDDEN = Masking.MASK + " (a Secret, in a form that is not shown)";
    private static final Pattern KIND = Pattern.compile(
            "[\"']?kind[\"']?\\s*:\\s*(!!?\\w*\\s+)?[\"']?Secret[\"']?\\s*([,}#\\]].*)?");
    private static final Pattern BLOCK_KIND =
            Pattern.compile("(-\\s+)*[\"']?kind[\"']?\\s*:\\s*[\"']?Secret[\"']?\\s*,?\\s*(#.*)?");
    private static final Pattern DATA =
            Pattern.compile("(-\\s+)*[\"']?(data|stringData)[\"']?\\s*:.*");
    private static final Pattern COPY = Pattern.compile(".*last-applied-configuration.*");

    /** Anchors, explicit keys and flow mappings can put a value anywhere. */
    private static final Pattern WINDING =
            Pattern.compile("^\\?(\\s|$)|(^|[:\\s\\-\\[{,])[&*][\\w.-]|^(-\\s*)*\\{");

    private SecretManifests() {}

    static String mask(String text) {
        if (!text.contains("Secret")) {
            return text;
        }
        var out = new ArrayList<String>();
        var document = new ArrayList<String>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("---")) {
                out.addAll(masked(document));
                document.clear();
            }
            document.add(line);
        }
        out.addAll(masked(document));
        return String.join("\n", out);
    }

    private static List<String> masked(List<String> document) {
        if (document.stream().noneMatch(line -> KIND.matcher(line).find())) {
            return document;
        }
        boolean plain = document.stream()
                .map(String::strip)
                .allMatch(line ->
                        (!KIND.matcher(line).find() || BLOCK_KIND.matcher(line).matches())
                                && !WINDING.matcher(line).find());
        return plain ? lines(document) : List.of(HIDDEN);
    }

    private static List<String> lines(List<String> document) {
        var out = new ArrayList<String>();
        int inside = -1;
        for (String line : document) {
            String text = line.strip();
            int indent = indent(line);
            if (inside >= 0 && (text.isEmpty() || indent > inside)) {
                out.add(value(line));
                continue;
            }
            boolean opens = DATA.matcher(text).matches() || COPY.matcher(text).matches();
            inside = opens ? indent : -1;
            out.add(opens && !text.endsWith(":") ? value(line) : line);
        }
        return out;
    }

    /** Where the key of a line begins, behind the dashes of a list. */
    private static int indent(String line) {
        int at = 0;
        while (at < line.length() && " -\t".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static String value(String line) {
        if (line.isBlank()) {
            return line;
        }
        int colon = line.indexOf(':');
        return colon < 0
                ? line.substring(0, indent(line)) + Masking.MASK
                : line.substring(0, colon + 1) + " " + Masking.MASK;
    }
}
