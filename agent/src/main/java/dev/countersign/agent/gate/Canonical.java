package dev.countersign.agent.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * Arguments in one form only: keys in order, numbers without ornament, no blanks; so that the same
 * call has the same bytes however it was written.
 */
public final class Canonical {
    /** The most that the arguments of one call may hold. */
    public static final int ARGUMENT_BYTES = 64 * 1024;

    /** The most digits that a number may take when it is written out. */
    static final int NUMBER_DIGITS = 1_000;

    private static final int WRITTEN_OUT = 30;

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Canonical() {}

    /** What became of the text: the canonical form, or what is wrong with it. */
    public sealed interface Form {
        record Good(String json) implements Form {}

        record Bad(String problem) implements Form {}
    }

    public static Form of(String arguments) {
        if (arguments.getBytes(StandardCharsets.UTF_8).length > ARGUMENT_BYTES) {
            return new Form.Bad("The arguments are larger than 64 KB.");
        }
        if (arguments.isBlank() || arguments.strip().equals("null")) {
            return new Form.Good("{}");
        }
        try {
            var node = STRICT.readTree(arguments);
            return node instanceof ObjectNode object
                    ? whole(write(object))
                    : new Form.Bad("The arguments are not a JSON object.");
        } catch (JsonProcessingException e) {
            return new Form.Bad("The arguments are not valid JSON: " + e.getOriginalMessage());
        } catch (ArithmeticException e) {
            return new Form.Bad(
                    "The arguments hold a number of more than " + NUMBER_DIGITS + " digits.");
        } catch (NumberFormatException e) {
            return new Form.Bad("The arguments are not valid JSON: no such number.");
        }
    }

    /** Half of a pair is no character: it would be kept, and so run, as a question mark. */
    private static Form whole(String json) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(json)
                ? new Form.Good(json)
                : new Form.Bad("The arguments hold half a character (an unpaired surrogate).");
    }

    private static String write(JsonNode node) {
        var out = new StringBuilder();
        write(node, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node instanceof ObjectNode object) {
            writeObject(object, out);
        } else if (node.isArray()) {
            out.append('[');
            for (int i = 0; i < node.size(); i++) {
                out.append(i == 0 ? "" : ",");
                write(node.get(i), out);
            }
            out.append(']');
        } else if (node.isNumber()) {
            out.append(number(node.decimalValue()));
        } else {
            out.append(node);
        }
    }

    private static void writeObject(ObjectNode object, StringBuilder out) {
        var sorted = new TreeMap<String, JsonNode>();
        object.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
        out.append('{');
        var separator = "";
        for (var entry : sorted.entrySet()) {
            out.append(separator).append(STRICT.getNodeFactory().textNode(entry.getKey()));
            out.append(':');
            write(entry.getValue(), out);
            separator = ",";
        }
        out.append('}');
    }

    private static String number(BigDecimal value) {
        if (Math.abs((long) value.precision() - value.scale()) > NUMBER_DIGITS) {
            throw new ArithmeticException();
        }
        var plain = value.stripTrailingZeros();
        return plain.scale() <= 0 && plain.precision() - plain.scale() <= WRITTEN_OUT
                ? plain.toBigInteger().toString()
                : plain.toString();
    }
}
