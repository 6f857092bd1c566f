package dev.countersign.channels.slack.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A message, modal or Home tab as a person sees it. */
public final class Seen {
    private final JsonArray blocks;
    private final String text;
    private final Optional<Post> post;
    private final Optional<JsonObject> view;

    Seen(Post post) {
        this.blocks = post.blocks;
        this.text = post.text;
        this.post = Optional.of(post);
        this.view = Optional.empty();
    }

    Seen(JsonObject view) {
        this.blocks = view.getAsJsonArray("blocks");
        this.text = "";
        this.post = Optional.empty();
        this.view = Optional.of(view);
    }

    /** All words on it, in order. */
    public String words() {
        var words = new StringBuilder();
        view.filter(v -> v.has("title")).ifPresent(v -> collect(v.get("title"), words));
        collect(blocks, words);
        return words.toString();
    }

    public String notification() {
        return text;
    }

    public Seen reads(String... parts) {
        assertThat(words()).contains(parts);
        return this;
    }

    public Seen doesNotRead(String part) {
        assertThat(words()).doesNotContain(part);
        return this;
    }

    public Seen offers(String... labels) {
        assertThat(buttons().keySet()).contains(labels);
        return this;
    }

    public boolean offersAny(String label) {
        return buttons().containsKey(label);
    }

    public Seen doesNotOffer(String label) {
        assertThat(buttons().keySet()).doesNotContain(label);
        return this;
    }

    public String ts() {
        return post.orElseThrow().ts;
    }

    public Optional<String> thread() {
        return post.flatMap(one -> one.thread);
    }

    public int edits() {
        return post.orElseThrow().edits;
    }

    Post post() {
        return post.orElseThrow();
    }

    JsonObject view() {
        return view.orElseThrow();
    }

    boolean isView() {
        return view.isPresent();
    }

    /** The buttons by what they say. */
    Map<String, JsonObject> buttons() {
        var found = new LinkedHashMap<String, JsonObject>();
        for (JsonObject json : objects(blocks)) {
            if (json.has("type") && json.get("type").getAsString().equals("button")) {
                found.put(json.getAsJsonObject("text").get("text").getAsString(), json);
            }
        }
        return found;
    }

    List<JsonObject> inputs() {
        return blocks.asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(block -> block.get("type").getAsString().equals("input"))
                .toList();
    }

    /** Everything that Slack would read as markup. */
    static List<String> markup(JsonArray blocks) {
        return objects(blocks).stream()
                .filter(json ->
                        json.has("type") && json.get("type").getAsString().equals("mrkdwn"))
                .map(json -> json.get("text").getAsString())
                .toList();
    }

    private static List<JsonObject> objects(JsonElement json) {
        var all = new ArrayList<JsonObject>();
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(one -> all.addAll(objects(one)));
        } else if (json.isJsonObject()) {
            all.add(json.getAsJsonObject());
            json.getAsJsonObject().asMap().values().forEach(one -> all.addAll(objects(one)));
        }
        return all;
    }

    private static void collect(JsonElement json, StringBuilder words) {
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(one -> collect(one, words));
        } else if (json.isJsonObject()) {
            json.getAsJsonObject().asMap().forEach((name, value) -> {
                if (name.equals("text") && value.isJsonPrimitive()) {
                    words.append(value.getAsString()).append('\n');
                } else if (name.equals("user_id")) {
                    words.append('@').append(value.getAsString()).append('\n');
                } else if (!name.equals("confirm")) {
                    collect(value, words);
                }
            });
        }
    }
}
