package dev.countersign.agent.tool.kubernetes.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.List;
import java.util.regex.Pattern;

/** Objects with their secrets as stars: all data of a Secret, and every obviously secret key. */
public final class Masked {
    public static final String STARS = "***";

    /** A secret that is another one than before. */
    public static final String CHANGED = "*** (new value)";

    private static final String WORDS = "pass(word|wd|phrase)|secret|token|api[._-]?key"
            + "|access[._-]?key|private[._-]?key|signing[._-]?key|client[._-]?key(-data)?"
            + "|credentials?";
    private static final Pattern KEY = Pattern.compile("(?i)(" + WORDS + ")$");
    private static final Pattern LINE = Pattern.compile(
            "(?im)(?<![\\w.-])([\\w.-]{0,100}(?:" + WORDS + ")[\"']?[ \\t]*[=:][ \\t]*)"
                    + "(\"[^\"\\n]*\"|'[^'\\n]*'|(?:bearer\\s+)?[^\\s,;&\"'{}\\[\\]]+)");
    private static final Pattern BEARER =
            Pattern.compile("(?i)((?:bearer|basic)\\s+)[A-Za-z0-9._~+/-]{8,}=*");
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)");
    private static final List<String> SECRET_DATA = List.of("data", "stringData");

    private Masked() {}

    /** Both states with secrets hidden; a secret that changes can be told from one that stays. */
    public record Pair(JsonNode before, JsonNode after) {}

    public static JsonNode object(JsonNode object) {
        return pair(object, object).before();
    }

    public static Pair pair(JsonNode before, JsonNode after) {
        boolean secret = isSecret(before) || isSecret(after);
        JsonNode left = before.deepCopy();
        JsonNode right = after.deepCopy();
        mask(left, MissingNode.getInstance(), secret);
        mask(right, before, secret);
        return new Pair(left, right);
    }

    /** Lines of text such as {@code password=...}, tokens and private keys. */
    public static String text(String text) {
        String lines = LINE.matcher(text).replaceAll("$1" + STARS);
        String bearers = BEARER.matcher(lines).replaceAll("$1" + STARS);
        return PEM.matcher(bearers).replaceAll(STARS);
    }

    private static boolean isSecret(JsonNode object) {
        return object.path("kind").asText().equals("Secret")
                && object.path("apiVersion").asText().equals("v1");
    }

    private static void mask(JsonNode node, JsonNode old, boolean secret) {
        if (node instanceof ObjectNode object) {
            for (var field : List.copyOf(object.properties())) {
                String key = field.getKey();
                boolean data = secret && SECRET_DATA.contains(key);
                JsonNode before = old.path(key);
                object.set(
                        key,
                        data
                                ? stars(field.getValue(), before)
                                : value(key, field.getValue(), before));
            }
            maskNamedValue(object, old);
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, value("", array.get(i), counterpart(array.get(i), old, i)));
            }
        }
    }

    private static JsonNode counterpart(JsonNode item, JsonNode old, int index) {
        String name = item.path("name").asText();
        return name.isEmpty() ? old.path(index) : FieldPath.ROOT.item(name).in(old);
    }

    private static JsonNode value(String key, JsonNode value, JsonNode old) {
        if (value.isTextual()) {
            return KEY.matcher(key).find()
                    ? star(value, old)
                    : TextNode.valueOf(text(value.asText()));
        }
        mask(value, old, false);
        return value;
    }

    /** An environment variable keeps its secret name beside its value. */
    private static void maskNamedValue(ObjectNode object, JsonNode old) {
        if (object.path("value").isTextual()
                && KEY.matcher(object.path("name").asText()).find()) {
            boolean same = old.isMissingNode() || old.path("value").equals(object.path("value"));
            object.put("value", same || old.path("value").isMissingNode() ? STARS : CHANGED);
        }
    }

    private static JsonNode stars(JsonNode values, JsonNode old) {
        if (!(values instanceof ObjectNode map)) {
            return values.isNull() || values.isMissingNode() ? values : star(values, old);
        }
        ObjectNode hidden = map.objectNode();
        map.properties()
                .forEach(e -> hidden.set(e.getKey(), star(e.getValue(), old.path(e.getKey()))));
        return hidden;
    }

    private static JsonNode star(JsonNode value, JsonNode old) {
        boolean changed = !old.isMissingNode() && !old.equals(value);
        return TextNode.valueOf(changed ? CHANGED : STARS);
    }
}
