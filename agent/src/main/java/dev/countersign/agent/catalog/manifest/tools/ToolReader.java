package dev.countersign.agent.catalog.manifest.tools;

import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.catalog.ToolDefinition.Body;
import dev.countersign.agent.catalog.ToolDefinition.Parameter;
import dev.countersign.agent.catalog.ToolDefinition.Type;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.words.Nearest;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a {@code Tool}. */
public final class ToolReader {
    private static final List<String> TYPES = List.of("api", "human", "retrieval", "code");
    private static final int LONGEST = 65_536;
    private static final int MOST_PARAMETERS = 100;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private ToolReader() {}

    public static ToolDefinition read(String name, Section spec) {
        var type = spec.needText("type");
        TYPES.forEach(spec::field);
        var description = spec.text("description").orElse("").strip();
        if (description.isEmpty()) {
            spec.warning("description", "A model chooses by the description. Write one.");
        }
        return new ToolDefinition(
                name,
                spec.text("displayName").orElse(name),
                description.isEmpty() ? name : description + answers(spec),
                parameters(spec),
                body(name, type, spec));
    }

    /** What the answer holds, for the model to read. */
    private static String answers(Section spec) {
        return spec.section("output")
                .flatMap(output -> output.section("properties"))
                .map(fields -> "\nIt answers with: " + String.join(", ", fields.keys()) + ".")
                .orElse("");
    }

    private static Body body(String name, String type, Section spec) {
        return switch (type) {
            case "api" -> ApiReader.read(spec.needSection("api"));
            case "human" -> new Body.Human();
            case "retrieval" -> RetrievalReader.read(name, spec);
            case "code" -> {
                spec.warning(
                        "type",
                        "Code is not run here, and this tool is not offered. Serve it by an"
                                + " MCPServer or by HTTP instead.");
                yield new Body.Unavailable();
            }
            default -> {
                if (!type.isEmpty()) {
                    spec.error(
                            "type",
                            "\"" + type + "\" is not one of api, human, retrieval, code."
                                    + Nearest.hint(type, TYPES));
                }
                yield new Body.Unavailable();
            }
        };
    }

    private static List<Parameter> parameters(Section spec) {
        var names = new HashSet<String>();
        var parameters = spec.sections("parameters");
        if (parameters.size() > MOST_PARAMETERS) {
            spec.error("parameters", "There are more than " + MOST_PARAMETERS + " parameters.");
        }
        return parameters.stream().map(p -> parameter(p, names)).toList();
    }

    private static Parameter parameter(Section p, HashSet<String> names) {
        var name = p.needText("name");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            p.error("name", "A parameter is named by letters, digits, _ and -, at most 64.");
        } else if (!names.add(name)) {
            p.error("name", "There are two parameters " + name + ". Keep one.");
        }
        var parameter = new Parameter(
                name,
                p.oneOf("type", Type.class).orElse(Type.STRING),
                p.text("description").orElse(name),
                p.flag("required", false),
                p.texts("enum"),
                pattern(p),
                length(p, "minLength"),
                length(p, "maxLength"),
                p.text("default"));
        p.done();
        return parameter;
    }

    private static OptionalInt length(Section p, String key) {
        return p.number(key, 0, LONGEST).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static Optional<String> pattern(Section p) {
        var pattern = p.text("pattern");
        try {
            pattern.ifPresent(Pattern::compile);
            return pattern;
        } catch (PatternSyntaxException e) {
            p.error("pattern", "This is no regular expression: " + e.getDescription() + ".");
            return Optional.empty();
        }
    }
}
