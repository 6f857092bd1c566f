package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.Talk;
import dev.countersign.agent.model.wire.Talk.Called;
import dev.countersign.agent.model.wire.Talk.Part;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Google's Gemini API. The parts of a turn go back as they came, each with its own signature, and
 * the results of a turn go back together, because their number is checked.
 */
final class Gemini implements Dialect {
    static final String NAME = "gemini";

    @Override
    public String provider() {
        return "Google Gemini";
    }

    @Override
    public String path(String model, Delivery delivery) {
        var path = (model.startsWith("models/") ? "/" : "/models/") + model;
        return switch (delivery) {
            case WHOLE -> path + ":generateContent";
            case STREAMED -> path + ":streamGenerateContent?alt=sse";
        };
    }

    @Override
    public Map<String, String> headers(String key) {
        return Map.of("x-goog-api-key", key);
    }

    @Override
    public Ear ear() {
        return new GeminiEar();
    }

    @Override
    public ObjectNode request(ProviderSettings settings, Prompt prompt) {
        var request = Form.object();
        if (!prompt.system().isBlank()) {
            var parts = request.putObject("systemInstruction").putArray("parts");
            parts.addObject().put("text", prompt.system());
        }
        talk(request.putArray("contents"), prompt);
        if (!prompt.tools().isEmpty()) {
            var declared = request.putArray("tools").addObject().putArray("functionDeclarations");
            prompt.tools().forEach(tool -> declared.addObject()
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("parametersJsonSchema", Form.schema(tool)));
        }
        tune(request, settings.tuning());
        return request;
    }

    private static void tune(ObjectNode request, ProviderSettings.Tuning tuning) {
        var config = Form.object();
        Form.put(config, "temperature", tuning.temperature());
        Form.put(config, "topP", tuning.topP());
        Form.put(config, "topK", tuning.topK());
        Form.put(config, "maxOutputTokens", tuning.maxTokens());
        Form.put(config, "frequencyPenalty", tuning.frequencyPenalty());
        Form.put(config, "presencePenalty", tuning.presencePenalty());
        if (tuning.thinkingTokens().isPresent()) {
            Form.put(config.putObject("thinkingConfig"), "thinkingBudget", tuning.thinkingTokens());
        }
        if (!config.isEmpty()) {
            request.set("generationConfig", config);
        }
    }

    private static void talk(ArrayNode contents, Prompt prompt) {
        for (var part : Talk.of(prompt.messages(), id -> true)) {
            switch (part) {
                case Part.Said said -> parts(contents, "user").addObject().put("text", said.text());
                case Part.Turned turned -> turned(turned).forEach(parts(contents, "model")::add);
                case Part.Came came ->
                    came.results().forEach(r -> told(parts(contents, "user"), r));
            }
        }
    }

    private static ArrayNode parts(ArrayNode contents, String role) {
        var last = contents.path(contents.size() - 1);
        return last.path("role").asText("").equals(role)
                ? (ArrayNode) last.path("parts")
                : contents.addObject().put("role", role).putArray("parts");
    }

    private static void told(ArrayNode parts, Talk.Result result) {
        var response = named(parts.addObject().putObject("functionResponse"), result.call());
        response.putObject("response").put(result.error() ? "error" : "output", result.text());
    }

    /** A call that came without an id is known by its place; then no id is sent. */
    private static ObjectNode named(ObjectNode function, Called call) {
        if (!call.proposal().providerId().isBlank()) {
            function.put("id", call.id());
        }
        return function.put("name", call.proposal().tool());
    }

    private static Iterable<JsonNode> turned(Part.Turned turned) {
        return Form.kept(NAME, turned.turn())
                .flatMap(kept -> renamed(kept.deepCopy(), turned.calls()))
                .orElseGet(() -> rebuilt(turned));
    }

    private static Optional<Iterable<JsonNode>> renamed(JsonNode parts, List<Called> calls) {
        int next = 0;
        for (JsonNode part : parts) {
            if (part.path("functionCall") instanceof ObjectNode function) {
                if (next == calls.size()) {
                    return Optional.empty();
                }
                named(function, calls.get(next++));
            }
        }
        return next == calls.size() && !parts.isEmpty() ? Optional.of(parts) : Optional.empty();
    }

    private static Iterable<JsonNode> rebuilt(Part.Turned turned) {
        var parts = Form.object().putArray("parts");
        var words = Form.words(turned.turn());
        if (!words.isBlank()) {
            parts.addObject().put("text", words);
        }
        turned.calls().forEach(call -> named(parts.addObject().putObject("functionCall"), call)
                .set("args", Form.arguments(call.proposal().arguments())));
        return parts;
    }
}
