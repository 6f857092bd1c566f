package dev.countersign.channels.slack.fake;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.countersign.channels.slack.fake.Answering.Call;
import dev.countersign.channels.slack.fake.Answering.Refused;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The methods of Slack's Web API that the product uses, with Slack's refusals. */
final class FakeMethods {
    private static final Map<String, String> SCOPES = Map.of(
            "chat.postMessage",
            "chat:write",
            "chat.update",
            "chat:write",
            "chat.postEphemeral",
            "chat:write",
            "conversations.replies",
            "channels:history",
            "conversations.history",
            "channels:history",
            "users.info",
            "users:read",
            "files.getUploadURLExternal",
            "files:write",
            "reactions.add",
            "reactions:write",
            "usergroups.users.list",
            "usergroups:read",
            "conversations.open",
            "im:write");
    private static final int MOST_UPDATE_BYTES = 4000;

    private final Workplace place;
    private final FakeViews views;
    private final FakePeople rest;
    private final Supplier<String> socket;

    FakeMethods(Workplace place, Supplier<String> base, Supplier<String> socket) {
        this.place = place;
        this.views = new FakeViews(place);
        this.rest = new FakePeople(place, base);
        this.socket = socket;
    }

    JsonObject perform(Call call) throws Refused {
        authorise(call);
        return switch (call.method()) {
            case "auth.test" -> self();
            case "chat.postMessage" -> post(call);
            case "chat.update" -> update(call);
            case "chat.delete" -> delete(call);
            case "chat.postEphemeral" -> whisper(call);
            case "chat.getPermalink" ->
                Answering.ok(
                        "permalink",
                        "https://fake.slack.test/archives/" + call.need("channel") + "/p"
                                + call.need("message_ts").replace(".", ""));
            case "conversations.replies" -> replies(call, Optional.of(call.need("ts")));
            case "conversations.history" -> replies(call, Optional.empty());
            case "conversations.open" -> direct(call);
            case "reactions.add" -> react(call);
            case "views.open", "views.push" -> views.open(call);
            case "views.update" -> views.updateView(call);
            case "views.publish" -> views.publish(call);
            case "users.info" -> rest.user(call);
            case "usergroups.users.list" -> rest.group(call);
            case "usergroups.list" -> rest.groups();
            case "files.getUploadURLExternal" -> rest.uploadUrl(call);
            case "files.completeUploadExternal" -> rest.complete(call);
            case "apps.connections.open" -> Answering.ok("url", socket.get());
            default -> throw new Refused("unknown_method");
        };
    }

    private void authorise(Call call) throws Refused {
        var wanted = call.method().startsWith("apps.") ? Workplace.APP_TOKEN : Workplace.BOT_TOKEN;
        if (call.token().isEmpty()) {
            throw new Refused("not_authed");
        }
        if (!call.token().equals(wanted)) {
            throw new Refused(
                    call.token().startsWith("xapp-") || call.token().startsWith("xoxb-fake")
                            ? "not_allowed_token_type"
                            : "invalid_auth");
        }
        var scope = Optional.ofNullable(SCOPES.get(call.method()));
        if (scope.isPresent() && !Set.of(place.scopes.split(",")).contains(scope.get())) {
            throw new Refused("missing_scope");
        }
    }

    private JsonObject self() {
        var json = Answering.ok("team_id", Workplace.TEAM);
        json.addProperty("team", "Home");
        json.addProperty("user_id", Workplace.BOT);
        json.addProperty("bot_id", "B0BOT");
        return json;
    }

    private String channel(Call call) throws Refused {
        var channel = call.need("channel");
        if (!channel.startsWith("D") && !place.members.containsKey(channel)) {
            throw new Refused("channel_not_found");
        }
        if (!place.isMember(channel, Workplace.BOT)) {
            throw new Refused("not_in_channel");
        }
        return channel;
    }

    private JsonObject post(Call call) throws Refused {
        var thread = call.maybe("thread_ts");
        var channel = channel(call);
        if (thread.isPresent()) {
            var parent = place.find(channel, thread.get());
            if (parent.isEmpty() || parent.get().thread.isPresent()) {
                throw new Refused("thread_not_found");
            }
        }
        var post = new Post(channel, place.ts(), thread, Workplace.BOT, Optional.empty());
        fill(post, call);
        call.maybe("metadata")
                .ifPresent(m ->
                        post.metadata = Optional.of(JsonParser.parseString(m).getAsJsonObject()));
        place.posts.add(post);
        var json = Answering.ok("ts", post.ts);
        json.addProperty("channel", channel);
        return json;
    }

    private void fill(Post post, Call call) throws Refused {
        var blocks = call.maybe("blocks");
        if (call.maybe("text").isEmpty() && blocks.isEmpty()) {
            throw new Refused("no_text");
        }
        var parsed = blocks.map(b -> JsonParser.parseString(b).getAsJsonArray());
        var problems = parsed.map(FakeBlocks::message).orElse(List.of());
        if (!problems.isEmpty()) {
            throw new Refused("invalid_blocks", problems);
        }
        post.text = call.maybe("text").orElse("");
        post.blocks = parsed.orElseGet(JsonArray::new);
    }

    private JsonObject update(Call call) throws Refused {
        var post = place.find(channel(call), call.need("ts"))
                .orElseThrow(() -> new Refused("message_not_found"));
        if (!place.editsAllowed) {
            throw new Refused("edit_window_closed");
        }
        var bytes = call.maybe("text").orElse("").getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_UPDATE_BYTES) {
            throw new Refused("msg_too_long");
        }
        fill(post, call);
        post.edits++;
        return Answering.ok("ts", post.ts);
    }

    private JsonObject delete(Call call) throws Refused {
        var post = place.find(channel(call), call.need("ts"))
                .orElseThrow(() -> new Refused("message_not_found"));
        post.deleted = true;
        return Answering.ok("ts", post.ts);
    }

    private JsonObject whisper(Call call) throws Refused {
        var channel = channel(call);
        var user = call.need("user");
        if (!place.isMember(channel, user)) {
            throw new Refused("user_not_in_channel");
        }
        var post = new Post(
                channel, place.ts(), call.maybe("thread_ts"), Workplace.BOT, Optional.of(user));
        fill(post, call);
        place.posts.add(post);
        return Answering.ok("message_ts", post.ts);
    }

    private JsonObject replies(Call call, Optional<String> thread) throws Refused {
        var json = Answering.ok();
        var messages = new JsonArray();
        place.in(channel(call), thread).stream()
                .filter(post -> post.onlyFor.isEmpty())
                .forEach(post -> messages.add(post.json()));
        json.add("messages", messages);
        return json;
    }

    private JsonObject direct(Call call) throws Refused {
        var channel = new JsonObject();
        channel.addProperty("id", "D" + call.need("users"));
        var json = Answering.ok();
        json.add("channel", channel);
        return json;
    }

    private JsonObject react(Call call) throws Refused {
        place.find(channel(call), call.need("timestamp"))
                .orElseThrow(() -> new Refused("message_not_found"))
                .reactions
                .add(call.need("name"));
        return Answering.ok();
    }
}
