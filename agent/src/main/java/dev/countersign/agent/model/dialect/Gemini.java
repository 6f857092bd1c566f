package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.wire.Asked;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.Talk.Called;
import dev.countersign.agent.model.wire.Talk.Result;

import java.util.Map;
import java.util.Optional;

/** Google's Gemini API; the results of a turn go back together, because their number is checked. */
final class Gemini implements Dialect, Blocks {
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
    public Map<String, String> headers(String key, Asked asked) {
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
        write(request.putArray("contents"), prompt);
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

    @Override
    public String kept() {
        return NAME;
    }

    @Override
    public String model() {
        return "model";
    }

    @Override
    public String list() {
        return "parts";
    }

    @Override
    public boolean fits(String id) {
        return true;
    }

    @Override
    public void say(ArrayNode parts, String words) {
        parts.addObject().put("text", words);
    }

    @Override
    public void call(ArrayNode parts, Called call) {
        var function = parts.addObject().putObject("functionCall");
        name(function, call);
        function.set("args", Form.arguments(call.proposal().arguments()));
    }

    @Override
    public void tell(ArrayNode parts, Result result) {
        var function = parts.addObject().putObject("functionResponse");
        name(function, result.call());
        function.putObject("response").put(result.error() ? "error" : "output", result.text());
    }

    @Override
    public Optional<ObjectNode> called(JsonNode part) {
        return part.path("functionCall") instanceof ObjectNode function
                ? Optional.of(function)
                : Optional.empty();
    }

    /** A call that came without an id is known by its place; then no id is sent. */
    @Override
    public void name(ObjectNode function, Called as) {
        if (!as.proposal().providerId().isBlank()) {
            function.put("id", as.id());
        }
        function.put("name", as.proposal().tool());
    }
}
