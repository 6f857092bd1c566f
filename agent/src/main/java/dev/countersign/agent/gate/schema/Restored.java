package dev.countersign.agent.gate.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.gate.Masking;
import dev.countersign.agent.words.ExactJson;

import java.util.Optional;

/** Arguments as a person edited them on a card, with the values back that the card hides. */
public final class Restored {
    private static final JsonMapper JSON = ExactJson.JSON;

    private Restored() {}

    /**
     * What was left as it was shown is what it is; empty where a mask is left in something that was
     * changed, because nobody meant to write that.
     */
    public static Optional<String> over(String original, String edited) {
        try {
            var was = JSON.readTree(original);
            var shown = Masking.json(was);
            if (shown.equals(was)) {
                return Optional.of(edited);
            }
            var restored = restored(JSON.readTree(edited), shown, was).toString();
            return restored.contains(Masking.MASK) && !original.contains(Masking.MASK)
                    ? Optional.empty()
                    : Optional.of(restored);
        } catch (JsonProcessingException notJson) {
            // Whoever judges the arguments says what is wrong with them.
            return Optional.of(edited);
        }
    }

    private static JsonNode restored(JsonNode edited, JsonNode shown, JsonNode was) {
        if (edited.equals(shown)) {
            return was;
        }
        if (edited instanceof ObjectNode object && shown.isObject() && was.isObject()) {
            var copy = JSON.createObjectNode();
            object.properties().forEach(e -> {
                var name = e.getKey();
                copy.set(
                        name,
                        shown.has(name) && was.has(name)
                                ? restored(e.getValue(), shown.get(name), was.get(name))
                                : e.getValue());
            });
            return copy;
        }
        if (edited instanceof ArrayNode list
                && shown.size() == list.size()
                && was.size() == list.size()) {
            var copy = JSON.createArrayNode();
            for (int i = 0; i < list.size(); i++) {
                copy.add(restored(list.get(i), shown.get(i), was.get(i)));
            }
            return copy;
        }
        return edited;
    }
}
