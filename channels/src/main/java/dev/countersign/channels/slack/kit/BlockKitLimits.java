package dev.countersign.channels.slack.kit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Our own check of what Slack would refuse, run over every message and view before it is sent. */
public final class BlockKitLimits {
    static final int MESSAGE_BLOCKS = 50;
    static final int VIEW_BLOCKS = 100;
    static final int VIEW_BYTES = 250_000;
    /** The sum at which Slack was seen to refuse is higher; we stay below. */
    static final int MESSAGE_TEXT = 10_000;

    public static final int SECTION_TEXT = 3000;
    private static final int OPTIONS = 100;

    private static final Map<String, Integer> TEXT_OF = Map.of("header", 150, "section", 3000);
    private static final Map<String, Integer> MOST_ELEMENTS = Map.of("actions", 25, "context", 10);
    private static final Map<String, Integer> IDS = Map.of(
            "block_id",
            255,
            "action_id",
            255,
            "callback_id",
            255,
            "external_id",
            255,
            "private_metadata",
            3000);
    private static final Map<String, Integer> BUTTON = Map.of("value", 2000, "url", 3000);
    private static final Map<String, Integer> CONFIRM =
            Map.of("title", 100, "text", 300, "confirm", 30, "deny", 30);
    private static final Map<String, Integer> OPTION = Map.of("text", 75, "description", 75);

    private final List<String> problems = new ArrayList<>();
    private int text;

    private BlockKitLimits() {}

    /** What Slack would refuse in a message, each with the place; empty when it is fine. */
    public static List<String> ofMessage(JsonArray blocks) {
        var limits = new BlockKitLimits();
        limits.most("/blocks", blocks.size(), MESSAGE_BLOCKS);
        limits.blocks(blocks);
        limits.most("/blocks (all text)", limits.text, MESSAGE_TEXT);
        return limits.problems;
    }

    public static List<String> ofView(JsonObject view) {
        var limits = new BlockKitLimits();
        var blocks = view.getAsJsonArray("blocks");
        limits.most("/blocks", blocks.size(), VIEW_BLOCKS);
        limits.ids("", view);
        for (String part : List.of("title", "submit", "close")) {
            limits.label(view, part, "/" + part, 24);
        }
        limits.blocks(blocks);
        limits.most(
                "/ (bytes)", view.toString().getBytes(StandardCharsets.UTF_8).length, VIEW_BYTES);
        return limits.problems;
    }

    private void blocks(JsonArray blocks) {
        for (int i = 0; i < blocks.size(); i++) {
            block("/blocks/" + i, blocks.get(i).getAsJsonObject());
        }
    }

    private void block(String at, JsonObject block) {
        var type = block.get("type").getAsString();
        ids(at, block);
        text += length(block);
        label(block, "text", at + "/text/text", TEXT_OF.getOrDefault(type, SECTION_TEXT));
        label(block, "label", at + "/label/text", 2000);
        label(block, "hint", at + "/hint/text", 2000);
        if (block.has("elements")) {
            var elements = block.getAsJsonArray("elements");
            var most = MOST_ELEMENTS.getOrDefault(type, Integer.MAX_VALUE);
            most(at + "/elements", elements.size(), most);
            elements(at, elements);
        }
        if (block.has("element")) {
            element(at + "/element", block.getAsJsonObject("element"));
        }
    }

    private void elements(String at, JsonArray elements) {
        for (int i = 0; i < elements.size(); i++) {
            element(at + "/elements/" + i, elements.get(i).getAsJsonObject());
        }
    }

    private void element(String at, JsonObject element) {
        ids(at, element);
        if ("button".equals(element.get("type").getAsString())) {
            button(at, element);
        }
        label(element, "placeholder", at + "/placeholder/text", 150);
        if (element.has("initial_value")) {
            most(
                    at + "/initial_value",
                    element.get("initial_value").getAsString().length(),
                    3000);
        }
        if (element.has("options")) {
            var few = List.of("checkboxes", "radio_buttons")
                    .contains(element.get("type").getAsString());
            options(at, element.getAsJsonArray("options"), few ? 10 : OPTIONS);
        }
        if (element.has("option_groups")) {
            groups(at, element.getAsJsonArray("option_groups"));
        }
    }

    private void button(String at, JsonObject button) {
        label(button, "text", at + "/text/text", 75);
        BUTTON.forEach((name, most) -> text(button, name, at + "/" + name, most));
        if (button.has("confirm")) {
            var dialog = button.getAsJsonObject("confirm");
            CONFIRM.forEach((n, most) -> label(dialog, n, at + "/confirm/" + n + "/text", most));
        }
    }

    private void groups(String at, JsonArray groups) {
        most(at + "/option_groups", groups.size(), OPTIONS);
        for (JsonElement group : groups) {
            label(group.getAsJsonObject(), "label", at + "/option_groups/label", 75);
            options(at, group.getAsJsonObject().getAsJsonArray("options"), OPTIONS);
        }
    }

    private void options(String at, JsonArray options, int most) {
        most(at + "/options", options.size(), most);
        if (options.isEmpty()) {
            problems.add("must have an option " + at + "/options");
        }
        for (JsonElement option : options) {
            var json = option.getAsJsonObject();
            OPTION.forEach((name, limit) -> label(json, name, at + "/options/" + name, limit));
            text(json, "value", at + "/options/value", 75);
        }
    }

    private void ids(String at, JsonObject json) {
        IDS.forEach((name, most) -> text(json, name, at + "/" + name, most));
    }

    /** A text object: Slack refuses an empty one as much as a long one. */
    private void label(JsonObject json, String name, String at, int most) {
        if (json.has(name) && json.get(name).isJsonObject()) {
            text(json.getAsJsonObject(name), "text", at, most);
            if (json.getAsJsonObject(name).get("text").getAsString().isEmpty()) {
                problems.add("must be more than 0 characters " + at);
            }
        }
    }

    private void text(JsonObject json, String name, String at, int most) {
        if (json.has(name) && json.get(name).isJsonPrimitive()) {
            most(at, json.get(name).getAsString().length(), most);
        }
    }

    private void most(String at, int is, int most) {
        if (is > most) {
            problems.add("must be at most " + most + " but is " + is + " " + at);
        }
    }

    /** The characters of all texts below. */
    static int length(JsonElement json) {
        if (json.isJsonArray()) {
            return json.getAsJsonArray().asList().stream()
                    .mapToInt(BlockKitLimits::length)
                    .sum();
        }
        if (!json.isJsonObject()) {
            return 0;
        }
        return json.getAsJsonObject().entrySet().stream()
                .mapToInt(one -> one.getKey().equals("text") && one.getValue().isJsonPrimitive()
                        ? one.getValue().getAsString().length()
                        : length(one.getValue()))
                .sum();
    }
}
