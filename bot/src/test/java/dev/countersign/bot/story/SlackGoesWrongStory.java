package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.story.SlackTeam.Way;
import dev.countersign.channels.slack.fake.Eventually;
import dev.countersign.channels.slack.fake.Fault;
import dev.countersign.channels.slack.fake.Seen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.function.Supplier;

/** Slack refuses, breaks, or works and does not say so: all arrives, and once. */
@Timeout(120)
class SlackGoesWrongStory {
    private static final String POST = "chat.postMessage";

    @RegisterExtension
    static final SlackTeam team = team();

    private static SlackTeam team() {
        var house = House.with("ana", "li in approvers").manifest("""
                apiVersion: countersign.dev/v1alpha1
                kind: ContactChannel
                metadata: { name: gone }
                spec: { type: slack, slack: { channelOrUserID: C0GONE } }
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Agent
                metadata: { name: asks-elsewhere }
                spec:
                  llmRef: { name: commands }
                  tools: [ { builtin: kubernetes } ]
                  contactChannels: [ { name: gone } ]
                """);
        var team = SlackTeam.by(Way.HTTP, house, "hitl-agent");
        team.slack().with("ana", "li");
        return team;
    }

    /** Waits while the clock of the house runs fast, so that pauses are soon over. */
    private static Seen later(String thread, String... words) {
        var seen = passing(() -> team.sees(thread, words));
        passing(() -> {
            Eventually.until("nothing that is still to be sent", () -> metrics()
                    .contains("\ncountersign_outbox_pending 0.0"));
            return seen;
        });
        return team.sees(thread, words);
    }

    private static Seen passing(Supplier<Seen> waits) {
        return team.house().clock().running(Duration.ofSeconds(1), waits);
    }

    private static String metrics() {
        return team.house().stranger().get("/metrics").text();
    }

    private static long said(String thread, String words) {
        return team.slack().thread(thread).stream()
                .filter(seen -> seen.words().contains(words))
                .count();
    }

    @Test
    void nothing_is_posted_twice_and_nothing_is_lost() {
        team.slack()
                .next(POST, new Fault.Status(500, true))
                .next("chat.update", new Fault.Status(500, true));
        var thread = team.as("ana").mentions("scale deploy web 5 -n shop");
        var card = later(thread, "Approve?", "web");
        team.slack().next(POST, new Fault.Limited(30)).next(POST, new Fault.Status(500, true));
        team.as("li").clicks("Approve", card);

        team.sees(thread, "✅ Approved by li");
        later(thread, "Written by the agent");

        assertThat(said(thread, "Would run")).isOne();
        assertThat(said(thread, "Written by the agent")).isOne();
        team.house().cluster().changedOnce("shop/web");
    }

    @Test
    void a_question_for_a_place_that_is_gone_is_asked_in_the_thread_and_says_so() {
        var thread = team.as("ana").mentions("use asks-elsewhere");
        team.as("ana").mentionsIn(thread, "scale deploy checkout 4 -n shop");

        team.sees(thread, "could not be brought to people by slack", "channel_not_found");
        team.as("li").clicks("Approve", team.sees(thread, "Approve?", "checkout"));

        team.sees(thread, "Written by the agent");
        team.house().cluster().changedOnce("shop/checkout");
    }
}
