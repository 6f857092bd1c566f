package dev.countersign.agent.catalog.manifest.yaml;

import java.util.List;
import java.util.Map;

/** A value of a document with its path and its line; the key's line where it has a key. */
public record Field(String path, int line, Value value) {

    /** What stands there. */
    public sealed interface Value {}

    /** A scalar as written; {@code plain} is false where it was quoted or a block of text. */
    public record Text(String text, boolean plain) implements Value {}

    public record Items(List<Field> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Keys in the order of the document. */
    public record Block(Map<String, Field> fields) implements Value {}

    /** Nothing, {@code null} or {@code ~}. */
    public record Nothing() implements Value {}

    /** In the words of a reader: what kind of thing stands here. */
    String kind() {
        return switch (value) {
            case Text text -> "a text"; // not quoted: often a key where its place was wanted
            case Items items -> "a list";
            case Block block -> "a block of keys";
            case Nothing nothing -> "nothing";
        };
    }

    static String shortened(String text) {
        var line = text.lines().findFirst().orElse("");
        return line.length() > 60 ? line.substring(0, 60) + "..." : line;
    }
}
