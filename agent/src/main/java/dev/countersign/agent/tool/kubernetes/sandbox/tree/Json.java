package dev.countersign.agent.tool.kubernetes.sandbox.tree;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** The JSON trees that everything in the sandbox is made of. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_YAML_CHARACTERS = 3 * 1024 * 1024;

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Any JSON value. */
    public static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw Failures.badRequest("couldn't parse the body as JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON object; the empty body is the empty object. */
    public static ObjectNode parseObject(byte[] body) {
        return body.length == 0 ? object() : asObject(parse(body));
    }

    /** One YAML document that is an object. */
    public static ObjectNode yaml(byte[] body) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(MAX_YAML_CHARACTERS).build();
        try {
            Iterator<Object> documents = new Load(settings)
                    .loadAllFromString(new String(body, StandardCharsets.UTF_8))
                    .iterator();
            return asObject(documents.hasNext() ? toTree(documents.next()) : object());
        } catch (YamlEngineException e) {
            throw Failures.badRequest("error decoding YAML: " + e.getMessage());
        }
    }

    private static JsonNode toTree(Object value) {
        return MAPPER.valueToTree(value);
    }

    private static ObjectNode asObject(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw Failures.badRequest("the body of the request must be a JSON object");
    }

    public static ObjectNode read(String line) {
        return parseObject(line.getBytes(StandardCharsets.UTF_8));
    }

    public static String write(JsonNode node) {
        return node.toString();
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The object at the key, made when it is not there. */
    public static ObjectNode child(ObjectNode parent, String key) {
        return parent.get(key) instanceof ObjectNode there ? there : parent.putObject(key);
    }

    /** Only the spelled-out text of a value, empty when there is none. */
    public static String text(JsonNode node, String... path) {
        JsonNode at = node;
        for (String step : path) {
            at = at.path(step);
        }
        return at.asText("");
    }

    /** Fills in what is not there. */
    public static void putIfAbsent(ObjectNode node, String key, String value) {
        if (!node.hasNonNull(key)) {
            node.put(key, value);
        }
    }

    /** Fills in what is not there. */
    public static void putIfAbsent(ObjectNode node, String key, int value) {
        if (!node.hasNonNull(key)) {
            node.put(key, value);
        }
    }
}
