package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.story.SlackTeam.Way;
import dev.countersign.channels.slack.fake.Seen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Map;
import java.util.stream.StreamSupport;

/** Somebody mentions the bot, and what would change something waits for a click in the thread. */
@Timeout(120)
class ApproveFromSlackStory {
    private static final String AGENT = "hitl-agent";

    @RegisterExtension
    static final SlackTeam http = working(Way.HTTP);

    @RegisterExtension
    static final SlackTeam socket = working(Way.SOCKET);

    private static SlackTeam team(Way way) {
        return way == Way.HTTP ? http : socket;
    }

    private static SlackTeam working(Way way) {
        var team = SlackTeam.by(way, House.with("ana", "li in approvers"), AGENT);
        team.slack().with("ana", "li");
        return team;
    }

    private static String creating(String name) {
        return "Create a ConfigMap called " + name
                + " in the default namespace with the key message set to hi";
    }

    @ParameterizedTest
    @EnumSource
    void a_mention_waits_for_a_click_then_runs_as_shown_and_answers_in_the_thread(Way way) {
        var team = team(way);
        var thread = team.as("ana").mentions(creating("from-slack"));
        var card = team.sees(thread, "Approve?", "from-slack");
        card.reads("Would run", "k8s_apply_manifest", "Requested by", "ana", "Normal risk")
                .offers("Approve", "Reject…", "Edit…", "Details");
        team.house().cluster().neverChanged("default/from-slack");

        team.as("li").clicks("Approve", card);

        team.sees(thread, "ConfigMap from-slack in default was created", "Written by the agent");
        team.sees(thread, "✅ Approved by li (slack)").doesNotOffer("Approve").offers("Details");
        team.house().cluster().changedOnce("default/from-slack");
        team.sees(thread, "Countersign · run", "k8s_apply_manifest: done", "Asked by ana · done")
                .doesNotOffer("Stop");
        assertThat(team.slack().thread(thread)).as("card, question, answer").hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void a_reason_reaches_the_agent_the_message_and_the_answer(Way way) {
        var team = team(way);
        var thread = team.as("ana").mentions("delete configmap web-config -n shop");
        team.as("li").clicks("Reject…", team.sees(thread, "Approve?", "web-config"));
        var modal = team.as("li").modal();
        assertThat(modal.words()).startsWith("Reject change");

        team.as("li").submits(Map.of("Why? The agent reads this.", "do it after the freeze"));

        team.sees(thread, "Written by the agent", "do it after the freeze");
        team.sees(thread, "⛔ Rejected by li (slack)", "do it after the freeze")
                .doesNotOffer("Reject…");
        team.house().cluster().neverChanged("shop/web-config");
    }

    @ParameterizedTest
    @EnumSource
    void an_edit_runs_what_was_edited_and_the_first_message_says_replaced(Way way) {
        var team = team(way);
        var thread = team.as("ana").mentions("scale deploy checkout 9 -n shop");
        var first = team.sees(thread, "Approve?", "checkout", "v1");
        team.as("li").clicks("Edit…", first);
        team.as("li").submits(Map.of("replicas", "4", "Why", "nine is too many"));

        team.sees(thread, "Written by the agent", "4");
        team.sees(thread, "↪ Replaced by a newer version").doesNotOffer("Approve");
        team.sees(thread, "✅ Approved by li (slack)", "v2");
        team.house().cluster().changedOnce("shop/checkout");
        stale(team, first);
    }

    /** The message as it was before: a client that has not been told yet. */
    private static void stale(SlackTeam team, Seen first) {
        team.as("ana").clicks("Approve", first);
        team.as("ana").hears("Already approved by li");
    }

    @Test
    void a_click_during_a_restart_fails_visibly_and_the_next_one_works() {
        var thread = http.as("ana").mentions(creating("restarted"));
        var card = http.sees(thread, "Approve?", "restarted");

        http.house().stops();
        assertThat(http.as("li").tries("Approve", card).status()).isNotEqualTo(200);
        http.begins();

        http.sees(thread, "Approve?", "restarted").offers("Approve");
        http.as("li").clicks("Approve", card);
        http.sees(thread, "ConfigMap restarted in default was created");
        http.house().cluster().changedOnce("default/restarted");
    }

    @ParameterizedTest
    @EnumSource
    void whatever_is_delivered_again_in_any_order_happened_once(Way way) {
        var team = team(way);
        var thread = team.as("ana").mentionsAndSlackRepeats(creating("repeated"), 3);
        var card = team.sees(thread, "Approve?", "repeated");
        team.slack().deliversAllAgain(2, 1);
        team.as("li").clicks("Approve", card);
        team.slack().deliversAllAgain(2, 2);
        team.sees(thread, "ConfigMap repeated in default was created");

        team.restarts();
        team.slack().deliversAllAgain(4, 3);
        var next = team.as("ana").mentions("List all pods in the kagent namespace");
        team.sees(next, "Written by the agent");

        team.house().cluster().changedOnce("default/repeated");
        assertThat(runs(team, creating("repeated"))).isOne();
        assertThat(said(team, thread, "Written by the agent")).isOne();
        assertThat(said(team, thread, "✅ Approved by li")).isOne();
    }

    private static long runs(SlackTeam team, String title) {
        return StreamSupport.stream(
                        team.house()
                                .api("admin")
                                .get("/api/v1/runs")
                                .at("items")
                                .spliterator(),
                        false)
                .filter(run -> run.path("title").asText().equals(title))
                .count();
    }

    private static long said(SlackTeam team, String thread, String words) {
        return team.slack().thread(thread).stream()
                .filter(seen -> seen.words().contains(words))
                .count();
    }
}
