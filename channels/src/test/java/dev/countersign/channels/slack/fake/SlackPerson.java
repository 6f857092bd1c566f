package dev.countersign.channels.slack.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Somebody in Slack, who does what people do there. */
public final class SlackPerson {
    private final FakeSlack slack;
    private final Workplace place;
    private final Workplace.User user;

    SlackPerson(FakeSlack slack, Workplace place, Workplace.User user) {
        this.slack = slack;
        this.place = place;
        this.user = user;
    }

    /** Mentions the app in the channel; gives back the ts, which is the thread. */
    public String mentions(String text) {
        return mentions(text, Optional.empty(), 1);
    }

    public String mentionsIn(String thread, String text) {
        return mentions(text, Optional.of(thread), 1);
    }

    /** A mention that was written, and can be delivered as often as it takes. */
    public record Mention(String thread, Supplier<Courier.Reply> delivery) {}

    public Mention writesMention(String text) {
        var post = said(FakeSlack.OPS, Optional.empty(), "<@" + Workplace.BOT + "> " + text);
        var event = event("app_mention", post, Optional.empty());
        return new Mention(post.ts, () -> slack.event(event));
    }

    /** The same mention, delivered this often. */
    public String mentionsAndSlackRepeats(String text, int times) {
        return mentions(text, Optional.empty(), times);
    }

    /** One mention is two events, as in Slack. */
    private String mentions(String text, Optional<String> thread, int times) {
        var post = said(FakeSlack.OPS, thread, "<@" + Workplace.BOT + "> " + text);
        var mention = event("app_mention", post, Optional.empty());
        var message = event("message", post, Optional.of("channel"));
        for (int i = 0; i < times; i++) {
            accepted(slack.event(mention));
            accepted(slack.event(message));
        }
        return thread.orElse(post.ts);
    }

    /** Replies in a thread, without a mention. */
    public void replies(String thread, String text) {
        var post = said(FakeSlack.OPS, Optional.of(thread), text);
        accepted(slack.event(event("message", post, Optional.of("channel"))));
    }

    /** Writes to the app directly. */
    public void writes(String text) {
        var post = said("D" + user.id(), Optional.empty(), text);
        accepted(slack.event(event("message", post, Optional.of("im"))));
    }

    private Post said(String channel, Optional<String> thread, String text) {
        var post = new Post(channel, place.ts(), thread, user.id(), Optional.empty());
        post.text = text;
        place.posts.add(post);
        return post;
    }

    private JsonObject event(String type, Post post, Optional<String> channelType) {
        var event = new JsonObject();
        event.addProperty("type", type);
        event.addProperty("user", user.id());
        event.addProperty("team", user.team());
        event.addProperty("user_team", user.team());
        event.addProperty("channel", post.channel);
        event.addProperty("text", post.text);
        event.addProperty("ts", post.ts);
        post.thread.ifPresent(thread -> event.addProperty("thread_ts", thread));
        channelType.ifPresent(kind -> event.addProperty("channel_type", kind));
        return callback(event);
    }

    private JsonObject callback(JsonObject event) {
        var payload = new JsonObject();
        payload.addProperty("type", "event_callback");
        payload.addProperty("team_id", Workplace.TEAM);
        payload.addProperty("event_id", "Ev" + place.next());
        payload.add("event", event);
        return payload;
    }

    public Seen opensHome() {
        var event = new JsonObject();
        event.addProperty("type", "app_home_opened");
        event.addProperty("user", user.id());
        event.addProperty("tab", "home");
        place.homes.remove(user.id());
        accepted(slack.event(callback(event)));
        Eventually.until("a Home tab", () -> place.homes.containsKey(user.id()));
        return new Seen(place.homes.get(user.id()));
    }

    /** The Home tab as it is drawn now. */
    public Seen home() {
        return new Seen(place.homes.get(user.id()));
    }

    /** What the slash command answers, to this person alone. */
    public String commands(String text) {
        var reply = slack.command(Map.of(
                "command",
                "/countersign",
                "text",
                text,
                "user_id",
                user.id(),
                "team_id",
                user.team(),
                "channel_id",
                FakeSlack.OPS,
                "trigger_id",
                place.trigger(user.id())));
        return JsonParser.parseString(accepted(reply).body())
                .getAsJsonObject()
                .get("text")
                .getAsString();
    }

    /** Clicks the button with this label on the newest message that has it. */
    public Courier.Reply clicks(String label) {
        var seen = slack.messages().reversed().stream()
                .filter(message -> message.buttons().containsKey(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no message offers " + label));
        return clicks(label, seen);
    }

    public Courier.Reply clicks(String label, Seen on) {
        return accepted(slack.interaction(click(label, on, place.trigger(user.id()))));
    }

    /** A click, and what Slack was answered; anything but 200 is an error that the person sees. */
    public Courier.Reply tries(String label, Seen on) {
        return slack.interaction(click(label, on, place.trigger(user.id())));
    }

    /** A click that Slack was slow with: the trigger is dead when it arrives. */
    public void clicksLate(String label) {
        var trigger = place.trigger(user.id());
        slack.passes(Workplace.TRIGGER_LIFE.plusSeconds(1));
        accepted(slack.interaction(click(label, slack.last(), trigger)));
    }

    /** The payload of a click, for those who want to deliver it their own way. */
    public String clickPayload(String label, Seen on) {
        return click(label, on, place.trigger(user.id())).toString();
    }

    /** The same with what a button of another question carries. */
    public String clickPayload(String label, Seen on, String value) {
        var payload = click(label, on, place.trigger(user.id()));
        payload.getAsJsonArray("actions").get(0).getAsJsonObject().addProperty("value", value);
        return payload.toString();
    }

    /** A click with a value that this person made up. */
    public void forges(String action, String value) {
        var payload = click(
                slack.last().buttons().keySet().iterator().next(),
                slack.last(),
                place.trigger(user.id()));
        var button = payload.getAsJsonArray("actions").get(0).getAsJsonObject();
        button.addProperty("action_id", action);
        button.addProperty("value", value);
        accepted(slack.interaction(payload));
    }

    private JsonObject click(String label, Seen on, String trigger) {
        on.offers(label);
        var button = on.buttons().get(label).deepCopy();
        button.remove("confirm");
        button.addProperty("action_ts", place.ts());
        var actions = new JsonArray();
        actions.add(button);
        var payload = about("block_actions", trigger);
        payload.add("actions", actions);
        if (on.isView()) {
            payload.add("view", on.view());
            var container = new JsonObject();
            container.addProperty("type", "view");
            payload.add("container", container);
            return payload;
        }
        var post = on.post();
        var channel = new JsonObject();
        channel.addProperty("id", post.channel);
        payload.add("channel", channel);
        var container = new JsonObject();
        container.addProperty("type", "message");
        container.addProperty("message_ts", post.ts);
        post.thread.ifPresent(thread -> container.addProperty("thread_ts", thread));
        container.addProperty("is_ephemeral", post.onlyFor.isPresent());
        payload.add("container", container);
        return payload;
    }

    private JsonObject about(String type, String trigger) {
        var payload = new JsonObject();
        payload.addProperty("type", type);
        payload.addProperty("trigger_id", trigger);
        var team = new JsonObject();
        team.addProperty("id", Workplace.TEAM);
        payload.add("team", team);
        var who = new JsonObject();
        who.addProperty("id", user.id());
        who.addProperty("team_id", user.team());
        payload.add("user", who);
        return payload;
    }

    /** The modal that is open in front of this person. */
    public Seen modal() {
        return new Seen(place.viewOwner.entrySet().stream()
                .filter(one -> one.getValue().equals(user.id()))
                .max(Map.Entry.comparingByKey(
                        Comparator.comparing(id -> Long.parseLong(id.substring(1)))))
                .map(one -> place.views.get(one.getKey()))
                .orElseThrow(() -> new AssertionError("no modal is open for " + user.name())));
    }

    public boolean hasNoModal() {
        return place.viewOwner.values().stream().noneMatch(user.id()::equals);
    }

    /** Fills in inputs by their labels and sends; gives back what Slack was answered. */
    public String submits(Map<String, String> filled) {
        var modal = modal();
        var values = new JsonObject();
        var left = new LinkedHashMap<>(filled);
        for (JsonObject input : modal.inputs()) {
            var label = input.getAsJsonObject("label").get("text").getAsString();
            var actions = new JsonObject();
            actions.add(
                    "value",
                    Filling.state(
                            input.getAsJsonObject("element"),
                            Optional.ofNullable(left.remove(label))));
            values.add(input.get("block_id").getAsString(), actions);
        }
        assertThat(left).as("inputs that are not in the modal").isEmpty();
        var state = new JsonObject();
        state.add("values", values);
        var view = modal.view().deepCopy();
        view.add("state", state);
        var payload = about("view_submission", place.trigger(user.id()));
        payload.add("view", view);
        return accepted(slack.interaction(payload)).body();
    }

    /** What only this person was told, oldest first; a reload of Slack would lose it. */
    public List<String> whispers() {
        return place.posts.stream()
                .filter(post -> post.onlyFor.filter(user.id()::equals).isPresent()
                        || post.channel.equals("D" + user.id()) && post.user.equals(Workplace.BOT))
                .map(post -> new Seen(post).words())
                .toList();
    }

    /** Waits until this person was told something private, and sees it. */
    public Seen hears(String part) {
        Eventually.until("a whisper with \"" + part + "\"", () -> whispers().stream()
                .anyMatch(said -> said.contains(part)));
        return place.posts.stream()
                .filter(post -> post.onlyFor.isPresent() || post.channel.startsWith("D"))
                .map(Seen::new)
                .filter(seen -> seen.words().contains(part))
                .findFirst()
                .orElseThrow();
    }

    private static Courier.Reply accepted(Courier.Reply reply) {
        assertThat(reply.status()).as("the acknowledgement").isEqualTo(200);
        return reply;
    }
}
