package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.model.Scene;
import dev.countersign.agent.model.wire.Said;
import dev.countersign.agent.model.wire.WireServer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How Anthropic's Messages API answers, and what it does not take. */
final class AnthropicScript implements WireServer.Script {
    private static final String THOUGHT =
            "{\"type\":\"thinking\",\"thinking\":\"Hm.\",\"signature\":\"sig+1==\"}";

    @Override
    public Answer answer(Scene scene, String path, String request) {
        var stream = request.contains("\"stream\":true");
        var said = Said.in(scene);
        if (scene == Scene.MALFORMED) {
            return stream
                    ? new Answer("text/event-stream", "data: {\"type\":\"mess\n\n")
                    : new Answer("application/json", "{\"type\":\"mess");
        }
        return stream
                ? new Answer("text/event-stream", events(said))
                : new Answer("application/json", whole(said));
    }

    /** Of a real one, an input that is cut never comes: the whole form shows it as it would be. */
    private static String whole(Said said) {
        var blocks = new ArrayList<String>();
        if (!said.calls().isEmpty()) {
            blocks.add(THOUGHT);
        }
        if (!said.text().isEmpty()) {
            blocks.add("{\"type\":\"text\",\"text\":\"" + said.text() + "\"}");
        }
        var cut = said.ending() == Said.Ending.LENGTH;
        said.calls().forEach(c -> blocks.add(tool(c, "\"input\":" + (cut ? "{}" : c.arguments()))));
        return "{\"type\":\"message\",\"role\":\"assistant\",\"content\":["
                + String.join(",", blocks) + "],\"stop_reason\":\"" + reason(said)
                + "\",\"usage\":{\"input_tokens\":4,\"cache_read_input_tokens\":7,"
                + "\"output_tokens\":7}}";
    }

    private static String tool(Said.Call call, String input) {
        return "{\"type\":\"tool_use\","
                + (call.id().isEmpty() ? "" : "\"id\":\"" + call.id() + "\",")
                + "\"name\":\"grow\"," + input + "}";
    }

    private static String reason(Said said) {
        return switch (said.ending()) {
            case END -> "end_turn";
            case CALLS -> "tool_use";
            case LENGTH -> "max_tokens";
            case REFUSAL -> "refusal";
        };
    }

    private static String events(Said said) {
        var events = new ArrayList<String>();
        events.add("{\"type\":\"message_start\",\"message\":{\"content\":[],\"usage\":"
                + "{\"input_tokens\":11,\"output_tokens\":1}}}");
        events.add("{\"type\":\"ping\"}");
        blocks(events, said);
        events.add("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason(said)
                + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":7}}");
        events.add("{\"type\":\"message_stop\"}");
        var body = new StringBuilder();
        events.forEach(e -> body.append("event: ")
                .append(Said.read(e).path("type").asText())
                .append("\ndata: ")
                .append(e)
                .append("\n\n"));
        return body.toString();
    }

    private static void blocks(List<String> events, Said said) {
        int index = 0;
        if (!said.calls().isEmpty()) {
            block(
                    events,
                    index++,
                    "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
                    List.of(
                            "{\"type\":\"thinking_delta\",\"thinking\":\"Hm.\"}",
                            "{\"type\":\"signature_delta\",\"signature\":\"sig+1==\"}"));
        }
        if (!said.text().isEmpty()) {
            block(
                    events,
                    index++,
                    "{\"type\":\"text\",\"text\":\"\"}",
                    said.pieces().stream()
                            .map(p -> "{\"type\":\"text_delta\",\"text\":\"" + p + "\"}")
                            .toList());
        }
        for (var call : said.calls()) {
            block(
                    events,
                    index++,
                    tool(call, "\"input\":{}"),
                    call.halves().stream()
                            .map(h -> "{\"type\":\"input_json_delta\",\"partial_json\":"
                                    + Said.quoted(h) + "}")
                            .toList());
        }
    }

    private static void block(List<String> events, int index, String start, List<String> deltas) {
        events.add("{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":"
                + start + "}");
        deltas.forEach(d -> events.add(
                "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + d + "}"));
        events.add("{\"type\":\"content_block_stop\",\"index\":" + index + "}");
    }

    @Override
    public Refusal refusal(int status, String words) {
        return new Refusal(
                status == 429 ? Map.of("retry-after", "7") : Map.of(),
                error(status == 429 ? "rate_limit_error" : "api_error", words));
    }

    private static String error(String type, String words) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + words
                + "\"},\"request_id\":\"req_1\"}";
    }

    @Override
    public byte[] failing(String path, String request) {
        var error = error("overloaded_error", "Overloaded");
        return (request.contains("\"stream\":true")
                        ? "event: error\ndata: " + error + "\n\n"
                        : error)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> complaint(String request) {
        var body = Said.read(request);
        if (!body.path("max_tokens").isInt()) {
            return Optional.of("max_tokens: Field required");
        }
        var ids = new HashSet<String>();
        var last = "assistant";
        List<String> waiting = List.of();
        for (JsonNode message : body.path("messages")) {
            if (message.path("role").asText().equals(last)) {
                return Optional.of("roles must alternate");
            }
            last = message.path("role").asText();
            var came = values(message, "tool_result", "tool_use_id");
            if (!came.equals(waiting)) {
                return Optional.of("tool_use ids were found without tool_result blocks");
            }
            waiting = values(message, "tool_use", "id");
            if (!waiting.stream().allMatch(ids::add)) {
                return Optional.of("tool_use ids must be unique");
            }
            if (!sound(message)) {
                return Optional.of("a block is not sound");
            }
        }
        return Optional.empty();
    }

    private static List<String> values(JsonNode message, String type, String name) {
        var values = new ArrayList<String>();
        for (JsonNode block : message.path("content")) {
            if (block.path("type").asText().equals(type)) {
                values.add(block.path(name).asText());
            }
        }
        return values;
    }

    private static boolean sound(JsonNode message) {
        for (JsonNode block : message.path("content")) {
            var good =
                    switch (block.path("type").asText()) {
                        case "text" -> !block.path("text").asText().isBlank();
                        case "tool_use" ->
                            block.path("input").isObject()
                                    && block.path("id").asText().matches("[a-zA-Z0-9_-]+");
                        case "thinking" ->
                            block.path("signature").asText().equals("sig+1==")
                                    && block.path("thinking").asText().equals("Hm.");
                        default -> true;
                    };
            if (!good) {
                return false;
            }
        }
        return true;
    }
}
