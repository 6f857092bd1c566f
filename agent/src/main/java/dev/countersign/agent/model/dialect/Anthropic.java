package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.Talk;
import dev.countersign.agent.model.wire.Talk.Part;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Anthropic's Messages API. The blocks of a turn go back one by one as they came, because the
 * signature of each block of thought is checked.
 */
final class Anthropic implements Dialect {
    static final String NAME = "anthropic";
    private static final String VERSION = "2023-06-01";

    /** The API wants a limit; this is what its oldest model can say at once. */
    private static final int MOST_TOKENS = 4096;

    private static final String ID = "[a-zA-Z0-9_-]{1,64}";

    @Override
    public String provider() {
        return "Anthropic";
    }

    @Override
    public String path(String model, Delivery delivery) {
        return "/messages";
    }

    @Override
    public Map<String, String> headers(String key) {
        return Map.of("x-api-key", key, "anthropic-version", VERSION);
    }

    @Override
    public Ear ear() {
        return new AnthropicEar();
    }

    @Override
    public ObjectNode request(ProviderSettings settings, Prompt prompt) {
        var tuning = settings.tuning();
        var thinking = tuning.thinkingTokens().orElse(0);
        var request = Form.object().put("model", settings.model());
        request.put("max_tokens", tuning.maxTokens().orElse(MOST_TOKENS + thinking));
        request.put("stream", settings.delivery() == Delivery.STREAMED);
        Form.put(request, "temperature", tuning.temperature());
        Form.put(request, "top_p", tuning.topP());
        Form.put(request, "top_k", tuning.topK());
        if (thinking > 0) {
            request.putObject("thinking").put("type", "enabled").put("budget_tokens", thinking);
        }
        if (!prompt.system().isBlank()) {
            request.put("system", prompt.system());
        }
        talk(request.putArray("messages"), prompt);
        if (!prompt.tools().isEmpty()) {
            var tools = request.putArray("tools");
            prompt.tools().forEach(tool -> tools.addObject()
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("input_schema", Form.schema(tool)));
        }
        return request;
    }

    private static void talk(ArrayNode messages, Prompt prompt) {
        for (var part : Talk.of(prompt.messages(), id -> id.matches(ID))) {
            switch (part) {
                case Part.Said said ->
                    content(messages, "user")
                            .addObject()
                            .put("type", "text")
                            .put("text", said.text());
                case Part.Turned turned ->
                    turned(turned).forEach(content(messages, "assistant")::add);
                case Part.Came came ->
                    came.results().forEach(r -> told(content(messages, "user"), r));
            }
        }
    }

    /** What one side says in a row is one message. */
    private static ArrayNode content(ArrayNode messages, String role) {
        var last = messages.path(messages.size() - 1);
        return last.path("role").asText("").equals(role)
                ? (ArrayNode) last.path("content")
                : messages.addObject().put("role", role).putArray("content");
    }

    private static void told(ArrayNode content, Talk.Result result) {
        var block = content.addObject().put("type", "tool_result");
        block.put("tool_use_id", result.call().id()).put("content", result.text());
        if (result.error()) {
            block.put("is_error", true);
        }
    }

    private static Iterable<JsonNode> turned(Part.Turned turned) {
        return Form.kept(NAME, turned.turn())
                .flatMap(kept -> renamed(kept.deepCopy(), turned.calls()))
                .orElseGet(() -> rebuilt(turned));
    }

    /** The blocks as they were, but for the ids that had to be made up. */
    private static Optional<Iterable<JsonNode>> renamed(JsonNode blocks, List<Talk.Called> calls) {
        int next = 0;
        for (JsonNode block : blocks) {
            if (block.path("type").asText("").equals("tool_use")) {
                if (next == calls.size()) {
                    return Optional.empty();
                }
                ((ObjectNode) block).put("id", calls.get(next++).id());
            }
        }
        return next == calls.size() && !blocks.isEmpty() ? Optional.of(blocks) : Optional.empty();
    }

    private static Iterable<JsonNode> rebuilt(Part.Turned turned) {
        var blocks = Form.object().putArray("content");
        var words = Form.words(turned.turn());
        if (!words.isBlank()) {
            blocks.addObject().put("type", "text").put("text", words);
        }
        turned.calls().forEach(call -> blocks.addObject()
                .put("type", "tool_use")
                .put("id", call.id())
                .put("name", call.proposal().tool())
                .set("input", Form.arguments(call.proposal().arguments())));
        return blocks;
    }
}
