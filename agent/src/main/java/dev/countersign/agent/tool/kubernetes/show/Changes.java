package dev.countersign.agent.tool.kubernetes.show;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.channels.Card.Change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Differences as a card lists them: path, before, after. */
public final class Changes {
    /** Most fields on one card; the diff has them all. */
    static final int MAX = 60;

    private static final int MAX_VALUE = 400;

    private Changes() {}

    /** Of two states whose secrets are masked already. */
    public static List<Change> of(String prefix, JsonNode before, JsonNode after) {
        return Structure.between(before, after).stream()
                .map(d ->
                        new Change(prefix + d.path().shown(), value(d.before()), value(d.after())))
                .toList();
    }

    /** The first of them; a last line says how many more there are. */
    public static List<Change> limited(List<Change> changes) {
        if (changes.size() <= MAX) {
            return changes;
        }
        List<Change> first = new ArrayList<>(changes.subList(0, MAX));
        String more = "and " + (changes.size() - MAX) + " more fields, see the diff";
        first.add(new Change(more, Optional.empty(), Optional.empty()));
        return first;
    }

    private static Optional<String> value(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        String text = node.isValueNode() ? node.asText() : Json.compact(node);
        return Optional.of(
                text.length() <= MAX_VALUE
                        ? text
                        : text.substring(0, MAX_VALUE) + "... (" + (text.length() - MAX_VALUE)
                                + " more characters, see the diff)");
    }
}
