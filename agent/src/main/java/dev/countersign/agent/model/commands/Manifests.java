package dev.countersign.agent.model.commands;

import java.util.Map;

/** The manifests that a sentence can ask for, written so that no value can break out of its key. */
final class Manifests {
    private Manifests() {}

    static String namespace(String name) {
        return "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: " + scalar(name) + "\n";
    }

    static String configMap(String name, String namespace, Map<String, String> data) {
        var yaml = new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata:\n");
        yaml.append("  name: ").append(scalar(name)).append('\n');
        yaml.append("  namespace: ").append(scalar(namespace)).append('\n');
        yaml.append(data.isEmpty() ? "data: {}\n" : "data:\n");
        data.forEach((key, value) -> yaml.append("  ")
                .append(scalar(key))
                .append(": ")
                .append(Json.text(value))
                .append('\n'));
        return yaml.toString();
    }

    /** A plain word stays plain; anything else becomes a quoted one, which JSON's form also is. */
    private static String scalar(String word) {
        return word.matches("[a-z][-a-z0-9]*") && !word.matches("y|n|yes|no|on|off|true|false|null")
                ? word
                : Json.text(word);
    }
}
