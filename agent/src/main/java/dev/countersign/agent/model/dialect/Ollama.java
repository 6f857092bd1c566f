package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.wire.Asked;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.Talk;
import dev.countersign.agent.model.wire.Talk.Part;

import java.util.Map;

/**
 * Ollama's own API. Its calls have ids only lately, and its window of context is small unless it is
 * told otherwise: what does not fit it drops without a word.
 */
final class Ollama implements Dialect {
    static final String NAME = "ollama";

    @Override
    public String provider() {
        return "Ollama";
    }

    @Override
    public String path(String model, Delivery delivery) {
        return "/api/chat";
    }

    @Override
    public String listing(String baseUrl) {
        return baseUrl + "/api/tags";
    }

    @Override
    public boolean needsKey() {
        return false;
    }

    @Override
    public Map<String, String> headers(String key, Asked asked) {
        return Map.of("Authorization", "Bearer " + key);
    }

    @Override
    public Ear ear() {
        return new OllamaEar();
    }

    @Override
    public ObjectNode request(ProviderSettings settings, Prompt prompt) {
        var tuning = settings.tuning();
        var request = Form.object().put("model", settings.model());
        request.put("stream", settings.delivery() == Delivery.STREAMED);
        var options = Form.object();
        Form.put(options, "temperature", tuning.temperature());
        Form.put(options, "top_p", tuning.topP());
        Form.put(options, "top_k", tuning.topK());
        Form.put(options, "num_predict", tuning.maxTokens());
        Form.put(options, "num_ctx", tuning.contextTokens());
        Form.put(options, "frequency_penalty", tuning.frequencyPenalty());
        Form.put(options, "presence_penalty", tuning.presencePenalty());
        if (!options.isEmpty()) {
            request.set("options", options);
        }
        if (tuning.thinkingTokens().isPresent()) {
            request.put("think", true);
        }
        talk(request.putArray("messages"), prompt);
        Mistral.tools(request, prompt);
        return request;
    }

    private static void talk(ArrayNode messages, Prompt prompt) {
        if (!prompt.system().isBlank()) {
            messages.addObject().put("role", "system").put("content", prompt.system());
        }
        for (var part : Talk.of(prompt.messages(), id -> true)) {
            switch (part) {
                case Part.Said said ->
                    messages.addObject().put("role", "user").put("content", said.text());
                case Part.Turned turned -> turned(messages.addObject(), turned);
                case Part.Came came -> came.results().forEach(r -> told(messages.addObject(), r));
            }
        }
    }

    private static void told(ObjectNode message, Talk.Result result) {
        message.put("role", "tool").put("content", result.text());
        message.put("tool_name", result.call().proposal().tool());
        message.put("tool_call_id", result.call().id());
    }

    private static void turned(ObjectNode message, Part.Turned turned) {
        message.put("role", "assistant").put("content", Form.words(turned.turn()));
        Form.kept(NAME, turned.turn())
                .filter(thought -> !thought.asText("").isEmpty())
                .ifPresent(thought -> message.set("thinking", thought));
        if (turned.calls().isEmpty()) {
            return;
        }
        var calls = message.putArray("tool_calls");
        for (var call : turned.calls()) {
            calls.addObject()
                    .put("id", call.id())
                    .putObject("function")
                    .put("name", call.proposal().tool())
                    .set("arguments", Form.arguments(call.proposal().arguments()));
        }
    }
}
