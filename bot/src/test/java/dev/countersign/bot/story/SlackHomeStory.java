package dev.countersign.bot.story;

import dev.countersign.bot.story.SlackTeam.Way;
import dev.countersign.channels.slack.fake.Eventually;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Map;

/** The Home tab shows what waits, runs and is approved ahead, and takes the same clicks. */
@Timeout(120)
class SlackHomeStory {
    @RegisterExtension
    static final SlackTeam team = team();

    private static SlackTeam team() {
        var house = House.with("ana", "li")
                .under(
                        "by-li",
                        "approvers: { people: [li] }, "
                                + "grants: { allow: true, maxFor: 30m, maxUses: 5 }")
                .under("critical", "approvers: { people: [li] }, level: critical");
        var team = SlackTeam.by(Way.HTTP, house, "by-li");
        team.slack().with("ana", "li");
        return team;
    }

    @Test
    void a_yes_may_hold_for_later_calls_of_the_run_and_is_taken_back_in_the_home_tab() {
        var thread = team.as("ana").mentions("scale deploy web 4 -n shop");
        team.as("li").clicks("Approve for this run…", team.sees(thread, "Approve?", "web"));
        team.as("li").modal().reads("For how long", "30 min", "Only where these stay the same");
        team.as("li")
                .submits(Map.of(
                        "How many more calls", "3",
                        "Only where these stay the same", "name + namespace"));
        team.sees(thread, "✅ Approved by li");
        answers(thread, 1);

        team.as("ana").mentionsIn(thread, "scale deploy web 6 -n shop");
        answers(thread, 2);

        var home = team.as("li").opensHome();
        home.reads("What you have approved ahead", "k8s_scale", "2 left").offers("Take back");
        team.as("li").clicks("Take back", home);
        team.as("li").hears("Taken back");
        Eventually.until(
                "a Home tab without it",
                () -> !team.as("li").opensHome().words().contains("approved ahead"));
        team.as("ana").mentionsIn(thread, "scale deploy web 7 -n shop");
        var asked = team.sees(thread, "Approve?", "web");
        team.as("li").clicks("Reject…", asked);
        team.as("li").submits(Map.of());
        team.sees(thread, "⛔ Rejected by li");
    }

    private static void answers(String thread, int count) {
        Eventually.until(
                count + " answers",
                () -> team.slack().thread(thread).stream()
                                .filter(seen -> seen.words().contains("Written by the agent"))
                                .count()
                        == count);
    }

    @Test
    void what_waits_is_decided_and_what_one_has_started_is_stopped() {
        var decided = team.as("ana").mentions("scale deploy checkout 3 -n shop");
        team.sees(decided, "Approve?", "checkout");
        var home = team.as("li").opensHome();
        home.reads("Waiting for you", "checkout", "You are li");
        team.as("li").clicks("Review…", home);
        team.as("li").clicks("Approve", team.as("li").modal());
        team.sees(decided, "✅ Approved by li");

        var stopped = team.as("ana").mentions("scale deploy payments 3 -n shop");
        team.sees(stopped, "Approve?", "payments");
        team.as("ana").clicks("Stop", team.as("ana").opensHome());
        team.as("ana").hears("is stopped; its questions are closed");
        team.sees(stopped, "⏹ Cancelled by ana").doesNotOffer("Approve");
        team.sees(stopped, "Countersign · run", "Asked by ana · stopped").doesNotOffer("Stop");
        team.house().cluster().neverChanged("shop/payments");
    }

    @Test
    void what_is_critical_is_approved_in_the_console_and_rejected_anywhere() {
        var thread = team.as("ana").mentions("use critical");
        team.as("ana").hears("The next run in this conversation is with critical");
        team.restarts();
        team.as("ana").mentionsIn(thread, "scale deploy kagent-ui 4 -n kagent");
        var card = team.sees(thread, "Approve?", "kagent-ui", "CRITICAL");
        card.offers("Approve in the console…", "Reject…").doesNotOffer("Approve");
        team.as("li").clicks("Approve in the console…", card);
        team.as("li").clicks("Details", card);
        team.as("li").modal().offers("Approve in the console…").doesNotOffer("Approve");
        team.as("li").clicks("Reject…", card);
        team.as("li").submits(Map.of("And then", "Stop the whole run"));
        team.sees(thread, "⛔ Rejected by li");
        team.sees(thread, "Countersign · run", "Asked by ana · stopped");
        team.house().cluster().neverChanged("kagent/kagent-ui");
    }
}
