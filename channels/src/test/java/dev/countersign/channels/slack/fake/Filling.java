package dev.countersign.channels.slack.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an input of a modal holds once somebody typed or chose in it. */
final class Filling {
    private Filling() {}

    static JsonObject state(JsonObject element, Optional<String> text) {
        var value = new JsonObject();
        var type = element.get("type").getAsString();
        value.addProperty("type", type);
        if (type.equals("plain_text_input")) {
            var before =
                    element.has("initial_value") ? element.get("initial_value").getAsString() : "";
            var now = text.orElse(before);
            if (!now.isEmpty()) {
                value.addProperty("value", now);
            }
            return value;
        }
        var many = type.equals("checkboxes") || type.startsWith("multi_");
        var chosen = new JsonArray();
        for (String one : text.map(t -> List.of(t.split(" \\+ "))).orElse(List.of())) {
            chosen.add(option(element, one));
        }
        if (text.isEmpty() && element.has("initial_options")) {
            chosen.addAll(element.getAsJsonArray("initial_options"));
        }
        if (chosen.isEmpty() && element.has("initial_option")) {
            chosen.add(element.get("initial_option"));
        }
        if (many) {
            value.add("selected_options", chosen);
        } else if (!chosen.isEmpty()) {
            value.add("selected_option", chosen.get(0));
        }
        return value;
    }

    private static JsonObject option(JsonObject element, String label) {
        var options = new HashMap<String, JsonObject>();
        if (element.has("options")) {
            element.getAsJsonArray("options").forEach(o -> put(options, o.getAsJsonObject()));
        } else {
            element.getAsJsonArray("option_groups").forEach(g -> g.getAsJsonObject()
                    .getAsJsonArray("options")
                    .forEach(o -> put(options, o.getAsJsonObject())));
        }
        assertThat(options).containsKey(label);
        return options.get(label);
    }

    private static void put(Map<String, JsonObject> options, JsonObject option) {
        options.put(option.getAsJsonObject("text").get("text").getAsString(), option);
    }
}
