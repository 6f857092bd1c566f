package dev.countersign.channels.slack.fake;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.countersign.channels.slack.fake.Answering.Call;
import dev.countersign.channels.slack.fake.Answering.Refused;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Users, user groups and the files they read. */
final class FakePeople {
    private final Workplace place;
    private final Supplier<String> base;

    FakePeople(Workplace place, Supplier<String> base) {
        this.place = place;
        this.base = base;
    }

    JsonObject user(Call call) throws Refused {
        var user = Optional.ofNullable(place.users.get(call.need("user")))
                .orElseThrow(() -> new Refused("user_not_found"));
        var profile = new JsonObject();
        profile.addProperty("email", user.name() + "@example.com");
        var json = new JsonObject();
        json.addProperty("id", user.id());
        json.addProperty("team_id", user.team());
        json.addProperty("name", user.name());
        json.add("profile", profile);
        json.addProperty("is_bot", user.kind() == Workplace.Kind.BOT);
        json.addProperty("deleted", user.kind() == Workplace.Kind.DEACTIVATED);
        json.addProperty("is_restricted", user.kind() == Workplace.Kind.GUEST);
        var answer = Answering.ok();
        answer.add("user", json);
        return answer;
    }

    JsonObject group(Call call) throws Refused {
        var users = new JsonArray();
        Optional.ofNullable(place.groups.get(call.need("usergroup")))
                .orElseThrow(() -> new Refused("no_such_subteam"))
                .forEach(users::add);
        var json = Answering.ok();
        json.add("users", users);
        return json;
    }

    JsonObject groups() {
        var all = new JsonArray();
        place.groups.keySet().forEach(id -> {
            var group = new JsonObject();
            group.addProperty("id", id);
            group.addProperty("handle", id.substring(2).toLowerCase(Locale.ROOT));
            all.add(group);
        });
        var json = Answering.ok();
        json.add("usergroups", all);
        return json;
    }

    JsonObject uploadUrl(Call call) throws Refused {
        if (Integer.parseInt(call.need("length")) > 1_000_000) {
            throw new Refused("snippet_too_large");
        }
        var id = "F" + place.next();
        place.fileNames.put(id, call.need("filename"));
        var json = Answering.ok("file_id", id);
        json.addProperty("upload_url", base.get() + "upload/" + id);
        return json;
    }

    JsonObject complete(Call call) throws Refused {
        var files = JsonParser.parseString(call.need("files")).getAsJsonArray();
        var id = files.get(0).getAsJsonObject().get("id").getAsString();
        if (!place.files.containsKey(id)) {
            throw new Refused("file_not_found");
        }
        var post = new Post(
                call.need("channel_id"),
                place.ts(),
                call.maybe("thread_ts"),
                Workplace.BOT,
                Optional.empty());
        post.files.add(place.fileNames.get(id));
        place.posts.add(post);
        return Answering.ok();
    }
}
