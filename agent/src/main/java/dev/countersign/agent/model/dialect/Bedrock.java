package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.Talk;
import dev.countersign.agent.model.wire.Talk.Part;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Converse API of Amazon Bedrock, with one of its API keys. Its streams are frames of bytes
 * that only its own library reads, so an answer comes in one piece.
 */
final class Bedrock implements Dialect {
    static final String NAME = "bedrock";
    private static final String ID = "[a-zA-Z0-9_-]{1,64}";

    @Override
    public String provider() {
        return "Amazon Bedrock";
    }

    @Override
    public String path(String model, Delivery delivery) {
        return "/model/" + URLEncoder.encode(model, StandardCharsets.UTF_8) + "/converse";
    }

    /** Models are listed by another host than the one that runs them. */
    @Override
    public String listing(String baseUrl) {
        return baseUrl.replace("//bedrock-runtime.", "//bedrock.") + "/foundation-models";
    }

    @Override
    public Map<String, String> headers(String key) {
        return Map.of("Authorization", "Bearer " + key);
    }

    @Override
    public Ear ear() {
        return new BedrockEar();
    }

    @Override
    public ObjectNode request(ProviderSettings settings, Prompt prompt) {
        var request = Form.object();
        if (!prompt.system().isBlank()) {
            request.putArray("system").addObject().put("text", prompt.system());
        }
        talk(request.putArray("messages"), prompt);
        if (!prompt.tools().isEmpty()) {
            var tools = request.putObject("toolConfig").putArray("tools");
            for (var tool : prompt.tools()) {
                var spec = tools.addObject().putObject("toolSpec");
                spec.put("name", tool.name()).put("description", tool.description());
                spec.putObject("inputSchema").set("json", Form.schema(tool));
            }
        }
        tune(request, settings.tuning());
        return request;
    }

    private static void tune(ObjectNode request, ProviderSettings.Tuning tuning) {
        var config = Form.object();
        Form.put(config, "maxTokens", tuning.maxTokens());
        Form.put(config, "temperature", tuning.temperature());
        Form.put(config, "topP", tuning.topP());
        if (!config.isEmpty()) {
            request.set("inferenceConfig", config);
        }
        tuning.thinkingTokens()
                .ifPresent(tokens -> request.putObject("additionalModelRequestFields")
                        .putObject("thinking")
                        .put("type", "enabled")
                        .put("budget_tokens", tokens));
    }

    private static void talk(ArrayNode messages, Prompt prompt) {
        for (var part : Talk.of(prompt.messages(), id -> id.matches(ID))) {
            switch (part) {
                case Part.Said said ->
                    content(messages, "user").addObject().put("text", said.text());
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
        var told = content.addObject().putObject("toolResult");
        told.put("toolUseId", result.call().id());
        told.put("status", result.error() ? "error" : "success");
        told.putArray("content").addObject().put("text", result.text());
    }

    private static Iterable<JsonNode> turned(Part.Turned turned) {
        return Form.kept(NAME, turned.turn())
                .flatMap(kept -> renamed(kept.deepCopy(), turned.calls()))
                .orElseGet(() -> rebuilt(turned));
    }

    private static Optional<Iterable<JsonNode>> renamed(JsonNode blocks, List<Talk.Called> calls) {
        int next = 0;
        for (JsonNode block : blocks) {
            if (block.path("toolUse") instanceof ObjectNode use) {
                if (next == calls.size()) {
                    return Optional.empty();
                }
                use.put("toolUseId", calls.get(next++).id());
            }
        }
        return next == calls.size() && !blocks.isEmpty() ? Optional.of(blocks) : Optional.empty();
    }

    private static Iterable<JsonNode> rebuilt(Part.Turned turned) {
        var blocks = Form.object().putArray("content");
        var words = Form.words(turned.turn());
        if (!words.isBlank()) {
            blocks.addObject().put("text", words);
        }
        turned.calls().forEach(call -> blocks.addObject()
                .putObject("toolUse")
                .put("toolUseId", call.id())
                .put("name", call.proposal().tool())
                .set("input", Form.arguments(call.proposal().arguments())));
        return blocks;
    }
}
