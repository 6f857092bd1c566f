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
 * Mistral's chat API: OpenAI's with its own mind about ids (nine letters and digits), about who may
 * speak after a tool, and about thoughts, which are pieces of the content.
 */
final class Mistral implements Dialect {
    static final String NAME = "mistral";
    private static final String ID = "[a-zA-Z0-9]{9}";

    /** After results the model speaks first; where it did not, this stands for it. */
    private static final String BETWEEN = "(The results are above.)";

    @Override
    public String provider() {
        return "Mistral";
    }

    @Override
    public String path(String model, Delivery delivery) {
        return "/chat/completions";
    }

    @Override
    public Map<String, String> headers(String key, Asked asked) {
        return Map.of("Authorization", "Bearer " + key);
    }

    @Override
    public Ear ear() {
        return new MistralEar();
    }

    @Override
    public ObjectNode request(ProviderSettings settings, Prompt prompt) {
        var tuning = settings.tuning();
        var request = Form.object().put("model", settings.model());
        request.put("stream", settings.delivery() == Delivery.STREAMED);
        Form.put(request, "temperature", tuning.temperature());
        Form.put(request, "top_p", tuning.topP());
        Form.put(request, "max_tokens", tuning.maxTokens());
        Form.put(request, "frequency_penalty", tuning.frequencyPenalty());
        Form.put(request, "presence_penalty", tuning.presencePenalty());
        var messages = request.putArray("messages");
        if (!prompt.system().isBlank()) {
            say(messages, "system", prompt.system());
        }
        for (var part : Talk.of(prompt.messages(), id -> id.matches(ID))) {
            switch (part) {
                case Part.Said said -> heard(messages, said.text());
                case Part.Turned turned -> turned(messages, turned);
                case Part.Came came -> came.results().forEach(r -> told(messages, r));
            }
        }
        tools(request, prompt);
        return request;
    }

    static void tools(ObjectNode request, Prompt prompt) {
        if (prompt.tools().isEmpty()) {
            return;
        }
        var tools = request.putArray("tools");
        for (var tool : prompt.tools()) {
            var function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", tool.name()).put("description", tool.description());
            function.set("parameters", Form.schema(tool));
        }
    }

    private static void heard(ArrayNode messages, String text) {
        if (messages.path(messages.size() - 1).path("role").asText("").equals("tool")) {
            say(messages, "assistant", BETWEEN);
        }
        say(messages, "user", text);
    }

    private static void say(ArrayNode messages, String role, String text) {
        messages.addObject().put("role", role).put("content", text);
    }

    private static void told(ArrayNode messages, Talk.Result result) {
        messages.addObject()
                .put("role", "tool")
                .put("tool_call_id", result.call().id())
                .put("name", result.call().proposal().tool())
                .put("content", result.text());
    }

    private static void turned(ArrayNode messages, Part.Turned turned) {
        var message = messages.addObject().put("role", "assistant");
        Form.kept(NAME, turned.turn())
                .ifPresentOrElse(
                        kept -> message.set("content", kept),
                        () -> message.put("content", Form.words(turned.turn())));
        if (turned.calls().isEmpty()) {
            return;
        }
        var calls = message.putArray("tool_calls");
        for (var call : turned.calls()) {
            calls.addObject()
                    .put("id", call.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.proposal().tool())
                    .put("arguments", call.proposal().arguments());
        }
    }
}
