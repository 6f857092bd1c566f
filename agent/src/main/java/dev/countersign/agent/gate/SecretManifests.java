package dev.countersign.agent.gate;

import java.util.ArrayList;
import java.util.List;

/** Hides the values of Secret manifests in YAML text, line by line, however broken it is. */
final class SecretManifests {
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
                out.add(line);
            } else {
                document.add(line);
            }
        }
        out.addAll(masked(document));
        return String.join("\n", out);
    }

    private static List<String> masked(List<String> document) {
        boolean secret = document.stream()
                .anyMatch(l -> l.strip().replaceAll("[\"',]", "").equals("kind: Secret"));
        if (!secret) {
            return document;
        }
        var out = new ArrayList<String>();
        int inside = -1;
        for (String line : document) {
            int indent = line.length() - line.stripLeading().length();
            if (inside >= 0 && (line.isBlank() || indent > inside)) {
                out.add(value(line));
            } else {
                inside = line.strip().matches("[\"']?(data|stringData)[\"']?:.*") ? indent : -1;
                boolean inline = inside >= 0 && !line.strip().endsWith(":");
                out.add(inline ? value(line) : line);
            }
        }
        return out;
    }

    private static String value(String line) {
        int colon = line.indexOf(':');
        if (line.isBlank()) {
            return line;
        }
        return colon < 0
                ? line.substring(0, line.length() - line.stripLeading().length()) + Masking.MASK
                : line.substring(0, colon + 1) + " " + Masking.MASK;
    }
}
