package dev.countersign.agent.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.regex.Pattern;

/** Hides secrets in what people and logs are shown; what runs keeps them. */
public final class Masking {
    public static final String MASK = "***";

    private static final String SECRET_WORD =
            "password|passwd|passphrase|secret|token|api[-_]?key|private[-_]?key|credential"
                    + "|authorization|access[-_]?key";
    private static final Pattern SECRET_KEY =
            Pattern.compile(".*(" + SECRET_WORD + ")s?", Pattern.CASE_INSENSITIVE);
    /** What stands before the word is not matched: to try it at every place costs most of all. */
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?i)(?=[pstac])((?:" + SECRET_WORD + ")s?[\"']?\\s{0,4}[:=]\\s{0,4})"
                    + "(?![\\s{\\[])(\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s,;}]+)");

    private static final Pattern BEARER =
            Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}");
    private static final Pattern KNOWN_SHAPES = Pattern.compile(
            "\\b(sk-[A-Za-z0-9_-]{16,}|xox[abprs]-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{8,}"
                    + "|gh[pousr]_[A-Za-z0-9]{20,}|AKIA[0-9A-Z]{16}"
                    + "|eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]*)");

    private static final Pattern SECRET_TYPE =
            Pattern.compile("secrets?(\\.v1\\.?)?", Pattern.CASE_INSENSITIVE);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Masking() {}

    /** Text with what looks like a secret hidden; manifests of a Secret lose all their values. */
    public static String text(String text) {
        var tree = tree(text);
        if (tree.isPresent()) {
            var hidden = json(tree.get());
            return hidden.equals(tree.get()) ? text : hidden.toString();
        }
        var masked = SecretManifests.mask(text);
        masked = ASSIGNMENT.matcher(masked).replaceAll("$1" + MASK);
        masked = BEARER.matcher(masked).replaceAll("$1 " + MASK);
        return KNOWN_SHAPES.matcher(masked).replaceAll(MASK);
    }

    /** What the text says, where it is a JSON object or list. */
    private static Optional<JsonNode> tree(String text) {
        var start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /** A copy of the tree with the values of secret keys hidden, and its texts masked. */
    public static JsonNode json(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object(object);
        }
        if (node instanceof ArrayNode array) {
            var copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(one -> copy.add(json(one)));
            return copy;
        }
        return node.isTextual() ? JsonNodeFactory.instance.textNode(text(node.asText())) : node;
    }

    private static ObjectNode object(ObjectNode object) {
        var copy = JsonNodeFactory.instance.objectNode();
        boolean secret = object.path("kind").asText().equals("Secret");
        boolean patched = SECRET_TYPE
                .matcher(object.path("resource_type").asText().strip())
                .matches();
        object.properties().forEach(e -> {
            boolean hidden =
                    SECRET_KEY.matcher(e.getKey()).matches() && e.getValue().isValueNode();
            boolean data = secret && e.getKey().matches("data|stringData");
            hidden |= patched && e.getKey().equals("patch");
            copy.set(
                    e.getKey(),
                    hidden
                            ? JsonNodeFactory.instance.textNode(MASK)
                            : data ? values(e.getValue()) : json(e.getValue()));
        });
        return copy;
    }

    private static JsonNode values(JsonNode data) {
        var copy = JsonNodeFactory.instance.objectNode();
        data.fieldNames().forEachRemaining(key -> copy.put(key, MASK));
        return copy;
    }
}
