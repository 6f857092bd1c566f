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

/** Anthropic's Messages API; the signature of each block of thought is checked there. */
final class Anthropic implements Dialect, Blocks {
    static final String NAME = "anthropic";
    private static final String VERSION = "2023-06-01";

    /** The API wants a limit; this is what its oldest model can say at once. */
    private static final int MOST_TOKENS = 4096;

    @Override
    public String provider() {
        return "Anthropic";
    }

    @Override
    public String path(String model, Delivery delivery) {
        return "/messages";
    }

    @Override
    public Map<String, String> headers(String key, Asked asked) {
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
        write(request.putArray("messages"), prompt);
        if (!prompt.tools().isEmpty()) {
            var tools = request.putArray("tools");
            prompt.tools().forEach(tool -> tools.addObject()
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("input_schema", Form.schema(tool)));
        }
        return request;
    }

    @Override
    public String kept() {
        return NAME;
    }

    @Override
    public void say(ArrayNode blocks, String words) {
        blocks.addObject().put("type", "text").put("text", words);
    }

    @Override
    public void call(ArrayNode blocks, Called call) {
        blocks.addObject()
                .put("type", "tool_use")
                .put("id", call.id())
                .put("name", call.proposal().tool())
                .set("input", Form.arguments(call.proposal().arguments()));
    }

    @Override
    public void tell(ArrayNode blocks, Result result) {
        var block = blocks.addObject().put("type", "tool_result");
        block.put("tool_use_id", result.call().id()).put("content", result.text());
        if (result.error()) {
            block.put("is_error", true);
        }
    }

    @Override
    public Optional<ObjectNode> called(JsonNode block) {
        return block.path("type").asText("").equals("tool_use")
                ? Optional.of((ObjectNode) block)
                : Optional.empty();
    }

    @Override
    public void name(ObjectNode call, Called as) {
        call.put("id", as.id());
    }
}
