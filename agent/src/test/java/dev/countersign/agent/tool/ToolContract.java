package dev.countersign.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What every tool keeps, whatever it does: extend this, give samples, and make it green. */
public abstract class ToolContract {
    /** Longest text a tool may give back, in characters. */
    private static final int LONGEST = 262_144;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> HOSTILE = List.of(
            "",
            "null",
            "[]",
            "\"text\"",
            "{",
            "{\"a\":1,\"a\":2}",
            "{}",
            "{} {}",
            "{\"nonsense\":\"x\"}",
            "[".repeat(5_000),
            "{\"x\":".repeat(2_000),
            "\u0000",
            "NaN");
    private static final List<String> HOSTILE_VALUES = List.of(
            "../../etc",
            "a/b",
            "a\nb",
            "%2e%2e%2f",
            "x".repeat(70_000),
            "\u0000",
            "\uD800",
            "$(reboot)",
            "'; drop table",
            "{{",
            "&a [*a]",
            "true",
            "-1",
            "9".repeat(400));

    /** One tool and arguments that it accepts. */
    public record Sample(Tool tool, String arguments) {}

    protected abstract Collection<Sample> samples();

    protected static Invocation invocation(String arguments) {
        var requester = new Invocation.Requester("ana", Set.of("ana@example.com"), Set.of());
        return new Invocation(arguments, requester, "key-1", 1, "");
    }

    private Stream<DynamicTest> each(java.util.function.Consumer<Sample> check) {
        return samples().stream()
                .map(sample ->
                        dynamicTest(sample.tool().spec().name(), () -> check.accept(sample)));
    }

    @TestFactory
    Stream<DynamicTest> its_spec_is_complete_and_stays_the_same() {
        return each(sample -> {
            ToolSpec spec = sample.tool().spec();
            assertThat(spec).isEqualTo(sample.tool().spec());
            assertThat(spec.name()).matches("[a-zA-Z0-9_-]{1,64}");
            assertThat(spec.description()).isNotBlank();
            assertThat(spec.source()).isNotBlank();
            JsonNode schema = json(spec.schema());
            assertThat(schema.path("type").asText()).isEqualTo("object");
            assertThat(schema.path("properties").isObject()).isTrue();
            for (JsonNode required : schema.path("required")) {
                assertThat(schema.path("properties").has(required.asText())).isTrue();
            }
            schema.path("properties").forEach(property -> {
                assertThat(property.path("description").asText()).isNotBlank();
                assertThat(property.path("type").asText())
                        .isIn("string", "integer", "number", "boolean", "array", "object");
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> a_missing_argument_is_named() {
        return each(sample -> {
            for (JsonNode required : json(sample.tool().spec().schema()).path("required")) {
                ObjectNode arguments = (ObjectNode) json(sample.arguments());
                arguments.remove(required.asText());
                assertThat(failure(sample.tool(), arguments.toString()))
                        .contains(required.asText() + " parameter is required");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> an_unknown_argument_is_named() {
        return each(sample -> {
            ObjectNode arguments = (ObjectNode) json(sample.arguments());
            arguments.put("nonsense", "x");
            assertThat(failure(sample.tool(), arguments.toString())).contains("nonsense");
        });
    }

    @TestFactory
    Stream<DynamicTest> hostile_arguments_are_answered_and_never_thrown_back() {
        return each(sample -> {
            HOSTILE.forEach(arguments -> answered(sample.tool(), arguments));
            JsonNode good = json(sample.arguments());
            good.fieldNames()
                    .forEachRemaining(name -> HOSTILE_VALUES.forEach(value -> answered(
                            sample.tool(),
                            ((ObjectNode) good.deepCopy()).put(name, value).toString())));
        });
    }

    private static void answered(Tool tool, String arguments) {
        assertThat(text(tool.call(invocation(arguments))).length()).isBetween(1, LONGEST);
        if (tool instanceof Targeting targeting) {
            assertThat(targeting.targets(arguments)).isNotNull();
            assertThat(targeting.target()).isNotBlank();
        }
        if (tool instanceof Previewing previewing) {
            assertThat(previewing.preview(invocation(arguments))).isNotNull();
        }
    }

    protected static String failure(Tool tool, String arguments) {
        return Optional.of(tool.call(invocation(arguments)))
                .filter(ToolOutcome.Failure.class::isInstance)
                .map(ToolContract::text)
                .orElseThrow(() -> new AssertionError("no failure for " + arguments));
    }

    protected static String text(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Success success -> success.text();
            case ToolOutcome.Failure failure -> failure.text();
            case ToolOutcome.Moved moved -> moved.what();
            case ToolOutcome.Unknown unknown -> unknown.known();
        };
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
