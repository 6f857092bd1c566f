package dev.countersign.channels.slack.kit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.List;
import java.util.Optional;

/** Block Kit, piece by piece, as JSON; everything that came from outside goes in as plain text. */
public final class Kit {
    private Kit() {}

    public static JsonObject plain(String text) {
        var json = typed("plain_text");
        json.addProperty("text", Wording.visible(text));
        json.addProperty("emoji", false);
        return json;
    }

    /** Only for sentences of ours; what is put into them must be escaped already. */
    public static JsonObject markup(String text) {
        var json = typed("mrkdwn");
        json.addProperty("text", text);
        json.addProperty("verbatim", true);
        return json;
    }

    public static JsonObject header(String text) {
        return with(typed("header"), "text", plain(text));
    }

    public static JsonObject section(JsonObject text) {
        return with(typed("section"), "text", text);
    }

    public static JsonObject context(JsonObject text) {
        return with(typed("context"), "elements", array(List.of(text)));
    }

    public static JsonObject divider() {
        return typed("divider");
    }

    public static JsonObject actions(List<JsonObject> elements) {
        return with(typed("actions"), "elements", array(elements));
    }

    public static JsonObject button(String action, String label, String value) {
        var json = with(typed("button"), "text", plain(label));
        json.addProperty("action_id", action);
        json.addProperty("value", value);
        return json;
    }

    /** A button that opens a page; Slack reports the click all the same. */
    public static JsonObject linking(String action, String label, String url) {
        var json = with(typed("button"), "text", plain(label));
        json.addProperty("action_id", action);
        json.addProperty("url", url);
        return json;
    }

    public static JsonObject styled(JsonObject button, String style) {
        button.addProperty("style", style);
        return button;
    }

    public static JsonObject confirming(JsonObject button, String title, String text, String yes) {
        var dialog = new JsonObject();
        dialog.add("title", plain(title));
        dialog.add("text", plain(text));
        dialog.add("confirm", plain(yes));
        dialog.add("deny", plain("Back"));
        return with(button, "confirm", dialog);
    }

    public static JsonObject richText(JsonElement... parts) {
        return with(typed("rich_text"), "elements", array(List.of(parts)));
    }

    public static JsonObject richText(List<JsonObject> parts) {
        return with(typed("rich_text"), "elements", array(parts));
    }

    public static JsonObject words(String text) {
        return holding("rich_text_section", List.of(run(text, false)));
    }

    public static JsonObject words(List<JsonObject> runs) {
        return holding("rich_text_section", runs);
    }

    public static JsonObject fixed(String text) {
        return holding("rich_text_preformatted", List.of(run(text, false)));
    }

    public static JsonObject quote(String text) {
        return holding("rich_text_quote", List.of(run(text, false)));
    }

    public static JsonObject run(String text, boolean bold) {
        var json = typed("text");
        json.addProperty("text", Wording.visible(text));
        if (bold) {
            var style = new JsonObject();
            style.addProperty("bold", true);
            json.add("style", style);
        }
        return json;
    }

    /** Calls one person by their account; only here, and never from text, can that happen. */
    public static JsonObject person(String account) {
        var json = typed("user");
        json.addProperty("user_id", account);
        return json;
    }

    public static JsonObject input(
            String block, String label, JsonObject element, Optional<String> hint) {
        var json = with(typed("input"), "label", plain(label));
        json.addProperty("block_id", block);
        json.add("element", element);
        hint.filter(text -> !text.isBlank()).ifPresent(text -> json.add("hint", plain(text)));
        return json;
    }

    public static JsonObject optional(JsonObject input) {
        input.addProperty("optional", true);
        return input;
    }

    public static JsonObject modal(
            String callback, String title, String memo, List<JsonObject> blocks) {
        var json = typed("modal");
        json.addProperty("callback_id", callback);
        json.add("title", plain(title));
        json.add("close", plain("Close"));
        json.addProperty("private_metadata", memo);
        return with(json, "blocks", array(blocks));
    }

    public static JsonObject submitting(JsonObject modal, String label) {
        return with(modal, "submit", plain(label));
    }

    public static JsonObject typed(String type) {
        var json = new JsonObject();
        json.addProperty("type", type);
        return json;
    }

    public static JsonArray array(List<? extends JsonElement> elements) {
        var json = new JsonArray();
        elements.forEach(json::add);
        return json;
    }

    public static JsonObject with(JsonObject json, String name, JsonElement value) {
        json.add(name, value);
        return json;
    }

    private static JsonObject holding(String type, List<JsonObject> runs) {
        return with(typed(type), "elements", array(runs));
    }
}
