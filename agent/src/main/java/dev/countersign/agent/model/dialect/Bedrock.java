package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.aws.AccessKey;
import dev.countersign.agent.model.aws.Frames;
import dev.countersign.agent.model.aws.Signature;
import dev.countersign.agent.model.wire.Asked;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.Talk.Called;
import dev.countersign.agent.model.wire.Talk.Result;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Converse API of Amazon Bedrock, with one of its API keys or signed for IAM. */
final class Bedrock implements Dialect, Blocks {
    static final String NAME = "bedrock";

    private static final String SERVICE = "bedrock";
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(?:-[a-z]+)+-\\d+");

    private final InstantSource clock;

    Bedrock(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String provider() {
        return "Amazon Bedrock";
    }

    @Override
    public String path(String model, Delivery delivery) {
        var called = "/model/" + URLEncoder.encode(model, StandardCharsets.UTF_8) + "/converse";
        return switch (delivery) {
            case WHOLE -> called;
            case STREAMED -> called + "-stream";
        };
    }

    /** Models are listed by another host than the one that runs them. */
    @Override
    public String listing(String baseUrl) {
        return baseUrl.replace("//bedrock-runtime.", "//bedrock.") + "/foundation-models";
    }

    @Override
    public Map<String, String> headers(String key, Asked asked) {
        return AccessKey.in(key)
                .map(own -> new Signature(own, region(own, asked), SERVICE)
                        .headers(asked, clock.instant()))
                .orElseGet(() -> Map.of("Authorization", "Bearer " + key));
    }

    /** Where a gateway stands in between, only the settings know. */
    private static String region(AccessKey key, Asked asked) {
        var inAddress = REGION.matcher(asked.address().getHost());
        return inAddress.find() ? inAddress.group() : key.region().orElse("us-east-1");
    }

    @Override
    public void cut(InputStream body, Frames.Taker taker) throws IOException {
        Frames.read(body, taker);
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
        write(request.putArray("messages"), prompt);
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

    @Override
    public String kept() {
        return NAME;
    }

    @Override
    public void say(ArrayNode blocks, String words) {
        blocks.addObject().put("text", words);
    }

    @Override
    public void call(ArrayNode blocks, Called call) {
        blocks.addObject()
                .putObject("toolUse")
                .put("toolUseId", call.id())
                .put("name", call.proposal().tool())
                .set("input", Form.arguments(call.proposal().arguments()));
    }

    @Override
    public void tell(ArrayNode blocks, Result result) {
        var told = blocks.addObject().putObject("toolResult");
        told.put("toolUseId", result.call().id());
        told.put("status", result.error() ? "error" : "success");
        told.putArray("content").addObject().put("text", result.text());
    }

    @Override
    public Optional<ObjectNode> called(JsonNode block) {
        return block.path("toolUse") instanceof ObjectNode use
                ? Optional.of(use)
                : Optional.empty();
    }

    @Override
    public void name(ObjectNode call, Called as) {
        call.put("toolUseId", as.id());
    }
}
