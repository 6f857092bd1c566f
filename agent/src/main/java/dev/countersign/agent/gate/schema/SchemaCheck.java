package dev.countersign.agent.gate.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Tells what in the arguments of a call breaks the JSON Schema of its tool. Schemas come from
 * strangers: nothing is fetched for them, and one that cannot be read leaves the check to the tool.
 */
public final class SchemaCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_SCHEMAS = 2_000;
    private static final int MOST_WORDS = 300;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .regularExpressionFactory(BoundedPattern::of)
            .pathType(PathType.JSON_PATH)
            .build();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.schemaLoaders(
                    loaders -> loaders.add(DisallowSchemaLoader.getInstance())));
    private static final Map<String, Optional<JsonSchema>> READ = new ConcurrentHashMap<>();

    private SchemaCheck() {}

    /** The first thing that is wrong, in a sentence that names its field; empty where none is. */
    public static Optional<String> problem(String schema, String arguments) {
        if (READ.size() > MOST_SCHEMAS) {
            READ.clear();
        }
        return READ.computeIfAbsent(schema, SchemaCheck::read)
                .flatMap(checker -> problem(checker, arguments));
    }

    private static Optional<JsonSchema> read(String schema) {
        try {
            if (!(JSON.readTree(schema) instanceof ObjectNode node)) {
                return Optional.empty();
            }
            node.remove("$schema");
            node.remove("$id");
            return Optional.of(FACTORY.getSchema(node, CONFIG));
        } catch (JsonProcessingException | RuntimeException unreadable) {
            return Optional.empty(); // the tool itself still refuses what it cannot take
        }
    }

    private static Optional<String> problem(JsonSchema schema, String arguments) {
        try {
            return schema.validate(JSON.readTree(arguments)).stream()
                    .filter(wrong -> !isForgiven(wrong))
                    .findFirst()
                    .map(SchemaCheck::sentence);
        } catch (JsonProcessingException e) {
            return Optional.of("The arguments are no JSON.");
        } catch (RuntimeException unreadable) {
            return Optional.empty(); // a part of the schema that is no schema
        }
    }

    /** People and models write numbers and truths as text; the tool reads them. */
    private static boolean isForgiven(ValidationMessage wrong) {
        if (!"type".equals(wrong.getType())) {
            return false;
        }
        var wanted = String.valueOf(wrong.getArguments()[1]);
        if (wanted.equals("unknown")) {
            return true; // the schema's own mistake
        }
        var value = Optional.ofNullable(wrong.getInstanceNode());
        var text = value.filter(JsonNode::isTextual).map(JsonNode::asText).orElse("");
        return switch (wanted) {
            case "integer", "number" -> NUMBER.matcher(text).matches();
            case "boolean" -> text.equals("true") || text.equals("false");
            default -> false;
        };
    }

    private static String sentence(ValidationMessage wrong) {
        var place = wrong.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
        var words =
                switch (wrong.getType()) {
                    case "required" ->
                        wrong.getProperty() + " parameter is required"
                                + (place.isEmpty() ? "." : " in " + place + ".");
                    case "additionalProperties" ->
                        "In these arguments there is no field "
                                + (place.isEmpty() ? "" : place + ".") + wrong.getProperty() + ".";
                    case "enum" -> "Field " + place + " is one of " + wrong.getSchemaNode() + ".";
                    case "type" ->
                        (place.isEmpty() ? "The value" : "Field " + place) + " is not of type "
                                + wrong.getArguments()[1] + ".";
                    default -> {
                        var said = wrong.getMessage().replaceFirst("^\\$\\.?", "");
                        yield (said.startsWith(":") ? "The value" : "") + said + ".";
                    }
                };
        return words.length() > MOST_WORDS ? words.substring(0, MOST_WORDS) + "..." : words;
    }
}
