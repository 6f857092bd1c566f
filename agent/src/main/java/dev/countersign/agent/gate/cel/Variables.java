package dev.countersign.agent.gate.cel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.gate.Conditions.Untold;
import dev.countersign.agent.gate.Facts;
import dev.countersign.agent.tool.Targeting.Target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a condition sees of a call: its arguments with the schema's defaults, and who and where. */
final class Variables {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Variables() {}

    static Map<String, Object> of(Facts facts) {
        return Map.of(
                "args", arguments(facts),
                "targets", facts.targets().stream().map(Variables::target).toList(),
                "agent", facts.agent(),
                "requester", facts.requester());
    }

    private static Map<String, String> target(Target target) {
        return Map.of(
                "cluster", target.cluster(),
                "namespace", target.namespace(),
                "kind", target.kind(),
                "name", target.name());
    }

    private static Object arguments(Facts facts) {
        var given = object(facts.arguments());
        object(facts.tool().schema()).path("properties").properties().forEach(property -> {
            var otherwise = property.getValue().get("default");
            if (otherwise != null && !given.has(property.getKey())) {
                given.set(property.getKey(), otherwise);
            }
        });
        return plain(given);
    }

    private static ObjectNode object(String text) {
        try {
            var node = text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new Untold("the arguments are no JSON object", null);
        } catch (JsonProcessingException e) {
            throw new Untold("the arguments are no JSON", e);
        }
    }

    /** JSON in the types that CEL computes with; a null is kept out, as if it were absent. */
    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            var map = new LinkedHashMap<String, Object>();
            node.properties().forEach(p -> {
                if (!p.getValue().isNull()) {
                    map.put(p.getKey(), plain(p.getValue()));
                }
            });
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(item.isNull() ? "" : plain(item)));
            return list;
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        return node.isBoolean() ? node.booleanValue() : node.textValue();
    }
}
