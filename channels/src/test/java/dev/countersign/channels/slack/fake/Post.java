package dev.countersign.channels.slack.fake;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A message as Slack keeps it. */
final class Post {
    final String channel;
    final String ts;
    final Optional<String> thread;
    final String user;
    final Optional<String> onlyFor;
    final List<String> files = new ArrayList<>();
    final List<String> reactions = new ArrayList<>();
    volatile String text;
    volatile JsonArray blocks = new JsonArray();
    volatile Optional<JsonObject> metadata = Optional.empty();
    volatile int edits;
    volatile boolean deleted;

    Post(
            String channel,
            String ts,
            Optional<String> thread,
            String user,
            Optional<String> onlyFor) {
        this.channel = channel;
        this.ts = ts;
        this.thread = thread;
        this.user = user;
        this.onlyFor = onlyFor;
        this.text = "";
    }

    JsonObject json() {
        var json = new JsonObject();
        json.addProperty("type", "message");
        json.addProperty("ts", ts);
        json.addProperty("user", user);
        json.addProperty("text", text);
        json.add("blocks", blocks);
        thread.ifPresent(t -> json.addProperty("thread_ts", t));
        metadata.ifPresent(m -> json.add("metadata", m));
        var named = new JsonArray();
        files.forEach(name -> {
            var file = new JsonObject();
            file.addProperty("name", name);
            named.add(file);
        });
        json.add("files", named);
        return json;
    }
}
