package dev.countersign.channels.slack.fake;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Slack's own check of blocks, written from its table and not from the product's. */
final class FakeBlocks {
    /** Kind of block and the way to a text in it, to the most characters. */
    private static final Map<String, Integer> TEXTS = Map.ofEntries(
            Map.entry("header.text", 150),
            Map.entry("section.text", 3000),
            Map.entry("input.label", 2000),
            Map.entry("input.hint", 2000),
            Map.entry("button.text", 75),
            Map.entry("option.text", 75),
            Map.entry("option.description", 75),
            Map.entry("group.label", 75),
            Map.entry("confirm.title", 100),
            Map.entry("confirm.text", 300),
            Map.entry("confirm.confirm", 30),
            Map.entry("confirm.deny", 30),
            Map.entry("modal.title", 24),
            Map.entry("modal.submit", 24),
            Map.entry("modal.close", 24));

    private static final Map<String, Integer> STRINGS = Map.of(
            "block_id",
            255,
            "action_id",
            255,
            "callback_id",
            255,
            "private_metadata",
            3000,
            "url",
            3000,
            "placeholder",
            150);
    private static final Map<String, Integer> LISTS = Map.of(
            "actions.elements",
            25,
            "context.elements",
            10,
            "section.fields",
            10,
            "static_select.options",
            100,
            "multi_static_select.options",
            100,
            "checkboxes.options",
            10,
            "radio_buttons.options",
            10,
            "static_select.option_groups",
            100,
            "group.options",
            100);
    private static final Set<String> MESSAGE = Set.of(
            "header", "section", "context", "divider", "actions", "rich_text", "markdown", "table");
    private static final Set<String> VIEW =
            Set.of("header", "section", "context", "divider", "actions", "rich_text", "input");

    private final List<String> problems = new ArrayList<>();
    private final Set<String> actions = new HashSet<>();

    static List<String> message(JsonArray blocks) {
        var check = new FakeBlocks();
        if (blocks.size() > 50) {
            check.problems.add("no more than 50 items allowed /blocks");
        }
        check.blocks(blocks, MESSAGE);
        if (sum(blocks) > 11_000) {
            check.problems.add("msg_blocks_too_long /blocks");
        }
        return check.problems;
    }

    static List<String> view(JsonObject view) {
        var check = new FakeBlocks();
        check.walk("modal", view, "");
        var blocks = view.getAsJsonArray("blocks");
        if (blocks.size() > 100) {
            check.problems.add("no more than 100 items allowed /view/blocks");
        }
        var inputs = blocks.asList().stream().anyMatch(b -> kind(b).equals("input"));
        if (inputs && !view.has("submit")) {
            check.problems.add("submit is required with an input /view/submit");
        }
        if (view.toString().length() > 250_000) {
            check.problems.add("view_too_large /view");
        }
        check.blocks(blocks, VIEW);
        return check.problems;
    }

    private static String kind(JsonElement block) {
        return block.getAsJsonObject().get("type").getAsString();
    }

    private void blocks(JsonArray blocks, Set<String> allowed) {
        var ids = new HashSet<String>();
        for (int i = 0; i < blocks.size(); i++) {
            var block = blocks.get(i).getAsJsonObject();
            if (!allowed.contains(kind(block))) {
                problems.add("unsupported type " + kind(block) + " /blocks/" + i);
            }
            if (block.has("block_id") && !ids.add(block.get("block_id").getAsString())) {
                problems.add("block_id already exists /blocks/" + i);
            }
            actions.clear();
            walk(kind(block), block, "/blocks/" + i);
        }
    }

    private void walk(String kind, JsonObject json, String at) {
        for (Map.Entry<String, JsonElement> part : json.entrySet()) {
            var here = at + "/" + part.getKey();
            if (part.getValue().isJsonPrimitive()) {
                string(kind, part.getKey(), part.getValue().getAsString(), here);
            } else if (part.getValue().isJsonObject()) {
                object(kind, part.getKey(), part.getValue().getAsJsonObject(), here);
            } else if (part.getValue().isJsonArray() && !part.getKey().equals("blocks")) {
                list(kind, part.getKey(), part.getValue().getAsJsonArray(), here);
            }
        }
    }

    private void string(String kind, String name, String value, String at) {
        var most = name.equals("value")
                ? kind.equals("option") ? 75 : 2000
                : STRINGS.getOrDefault(name, 3000);
        if (value.length() > most) {
            problems.add("must be less than " + (most + 1) + " characters " + at);
        }
        if (name.equals("action_id") && !kind.contains("input") && !actions.add(value)) {
            problems.add("action_id already exists " + at);
        }
        if (name.equals("text") && value.isEmpty()) {
            problems.add("must be more than 0 characters " + at);
        }
    }

    private void object(String kind, String name, JsonObject json, String at) {
        var most = TEXTS.get(kind + "." + name);
        if (most != null && json.has("text") && json.get("text").getAsString().length() > most) {
            problems.add("must be less than " + (most + 1) + " characters " + at + "/text");
        }
        var inner = json.has("type") ? json.get("type").getAsString() : name;
        walk(name.startsWith("initial_option") ? "option" : inner, json, at);
    }

    private void list(String kind, String name, JsonArray list, String at) {
        var most = LISTS.getOrDefault(kind + "." + name, Integer.MAX_VALUE);
        if (list.size() > most || list.isEmpty()) {
            problems.add(list.size() + " items are not allowed " + at);
        }
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).isJsonObject()) {
                var json = list.get(i).getAsJsonObject();
                var inner = json.has("type") ? json.get("type").getAsString() : singular(name);
                walk(inner, json, at + "/" + i);
                texts(inner, json, at + "/" + i);
            }
        }
    }

    private void texts(String kind, JsonObject json, String at) {
        for (String name : List.of("text", "description", "label")) {
            if (json.has(name) && json.get(name).isJsonObject()) {
                var most = TEXTS.getOrDefault(kind + "." + name, 3000);
                var text = json.getAsJsonObject(name).get("text").getAsString();
                if (text.length() > most) {
                    problems.add("must be less than " + (most + 1) + " characters " + at + name);
                }
            }
        }
    }

    private static String singular(String name) {
        return name.equals("option_groups") ? "group" : "option";
    }

    private static int sum(JsonElement json) {
        if (json.isJsonArray()) {
            return json.getAsJsonArray().asList().stream()
                    .mapToInt(FakeBlocks::sum)
                    .sum();
        }
        if (!json.isJsonObject()) {
            return 0;
        }
        int sum = 0;
        for (Map.Entry<String, JsonElement> part : json.getAsJsonObject().entrySet()) {
            sum += part.getKey().equals("text") && part.getValue().isJsonPrimitive()
                    ? part.getValue().getAsString().length()
                    : sum(part.getValue());
        }
        return sum;
    }
}
