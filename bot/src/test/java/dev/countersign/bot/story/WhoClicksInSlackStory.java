package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.story.SlackTeam.Way;
import dev.countersign.channels.slack.fake.Eventually;
import dev.countersign.channels.slack.fake.Seen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Whoever may not decide, or comes too late, is told so alone, and nothing else changes. */
@Timeout(120)
class WhoClicksInSlackStory {
    private static final String ONCALL = "S0ONCALL";

    @RegisterExtension
    static final SlackTeam team = team();

    private static SlackTeam team() {
        var house = House.with("ana", "bo", "dana", "li", "gus", "fay")
                .under("by-oncall", "approvers: { groups: [%s] }".formatted(ONCALL))
                .under("within-an-hour", "approvers: { people: [li] }, expireAfter: 1h");
        var team = SlackTeam.by(Way.HTTP, house, "by-oncall");
        team.slack()
                .with("ana", "bo", "dana", "li", "zoe")
                .withGuest("gus")
                .withForeigner("fay")
                .group(ONCALL, "ana", "dana", "li");
        return team;
    }

    /** A question that waits in a thread of its own. */
    private static Seen waits(String agent, String deployment) {
        var thread = team.as("ana").mentions("use " + agent);
        team.as("ana").mentionsIn(thread, "scale deploy " + deployment + " 5");
        return team.sees(thread, "Approve?", deployment.split(" ")[0]);
    }

    private static Seen now(Seen card) {
        return team.sees(card.thread().orElseThrow(), "Would run");
    }

    @Test
    void everybody_else_is_refused_alone_with_who_can() {
        var card = waits("by-oncall", "checkout -n shop");
        Stream.of("ana", "bo", "zoe", "gus", "fay")
                .forEach(one -> team.as(one).clicks("Approve", card));

        team.as("ana").hears("you asked for this change");
        team.as("bo").hears("is decided by the group " + ONCALL + ", and bo is not among them");
        team.as("zoe").hears("No Person has the slack account");
        team.as("gus").hears("Guests cannot start runs or decide");
        team.as("fay").hears("People of another workspace");
        assertThat(now(card).words()).isEqualTo(card.words());
        team.house().cluster().neverChanged("shop/checkout");
    }

    @Test
    void who_has_left_the_group_a_minute_ago_decides_no_more() {
        var card = waits("by-oncall", "web -n shop");
        team.slack().group(ONCALL, "ana", "dana");
        team.house().clock().passes(Duration.ofMinutes(1));

        team.as("li").clicks("Approve", card);

        team.as("li").hears("li is not among them");
        team.house().cluster().neverChanged("shop/web");
        team.as("dana").clicks("Approve", card);
        team.sees(card.thread().orElseThrow(), "✅ Approved by dana");
        team.sees(card.thread().orElseThrow(), "Written by the agent");
        team.house().cluster().changedOnce("shop/web");
        team.slack().group(ONCALL, "ana", "dana", "li");
    }

    @Test
    void of_two_who_click_at_once_one_decides_and_the_other_is_told_who() {
        var card = waits("by-oncall", "payments -n shop");
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            List.of("dana", "li")
                    .forEach(one -> people.execute(() -> team.as(one).clicks("Approve", card)));
        }
        Eventually.until("a second who is told", () -> told("dana") + told("li") == 1);
        var first = told("dana") == 0 ? "dana" : "li";
        team.sees(card.thread().orElseThrow(), "✅ Approved by " + first).doesNotOffer("Approve");
        team.sees(card.thread().orElseThrow(), "Written by the agent");
        team.house().cluster().changedOnce("shop/payments");
    }

    private static long told(String name) {
        return team.as(name).whispers().stream()
                .filter(said -> said.contains("Already approved by"))
                .count();
    }

    @Test
    void a_click_after_expiry_is_told_when_it_expired() {
        var card = waits("within-an-hour", "kagent-ui -n kagent");
        team.house().clock().passes(Duration.ofHours(2));

        team.as("li").clicks("Approve", card);

        team.as("li").hears("This question expired at");
        team.sees(card.thread().orElseThrow(), "⌛ Expired without a decision")
                .doesNotOffer("Approve");
        team.house().cluster().neverChanged("kagent/kagent-ui");
    }

    @Test
    void a_click_on_a_replaced_message_is_told_that_a_newer_one_is_open() {
        var card = waits("by-oncall", "kagent-tools -n kagent");
        team.as("dana").clicks("Edit…", card);
        team.as("dana").submits(Map.of("replicas", "2"));
        var next = team.sees(card.thread().orElseThrow(), "Approve?", "v2");

        team.as("li").clicks("Approve", card);

        team.as("li").hears("This question was replaced by version 2");
        team.house().cluster().neverChanged("kagent/kagent-tools");
        team.as("li").clicks("Reject…", next);
        team.as("li").submits(Map.of());
        team.sees(card.thread().orElseThrow(), "⛔ Rejected by li");
    }
}
