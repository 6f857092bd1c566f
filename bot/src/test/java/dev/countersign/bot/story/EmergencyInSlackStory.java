package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.story.SlackTeam.Way;
import dev.countersign.channels.slack.fake.Eventually;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.Map;

/** The glass is broken with a reason that everybody reads, and what expired is asked again. */
@Timeout(120)
class EmergencyInSlackStory {
    private static final String WHY = "Why? Everybody reads this.";

    @RegisterExtension
    static final SlackTeam team = team();

    private static SlackTeam team() {
        var house = House.with("ana", "dana", "li", "zoe in sre")
                .under("by-dana", "approvers: { people: [dana] }, breakGlass: [sre]")
                .under("brief", "approvers: { people: [dana] }, expireAfter: 1h");
        var team = SlackTeam.by(Way.HTTP, house, "by-dana");
        team.slack().with("ana", "dana", "li", "zoe");
        return team;
    }

    @Test
    void who_may_breaks_the_glass_with_a_reason_and_everybody_reads_it() {
        var thread = team.as("ana").mentions("scale deploy web 5 -n shop");
        var card = team.sees(thread, "Approve?", "web", "In an emergency", "sre");

        team.as("dana").clicks("Break the glass…", card);
        assertThat(team.as("dana").submits(Map.of(WHY, "I am in a hurry")))
                .contains("lets nobody break the glass but", "you are not in them");
        team.house().cluster().neverChanged("shop/web");

        team.as("zoe").clicks("Break the glass…", card);
        team.as("zoe").modal().reads("sre may approve this alone", "Everybody who would have");
        assertThat(team.as("zoe").submits(Map.of(WHY, "   "))).contains("needs a reason");
        team.as("zoe").submits(Map.of(WHY, "The shop is down"));

        team.sees(thread, "✅ Approved by zoe", "The shop is down").doesNotOffer("Approve");
        team.sees(thread, "GLASS BROKEN: zoe approved", "without those who decide");
        team.sees(thread, "Written by the agent", "was scaled");
        team.house().cluster().changedOnce("shop/web");
    }

    @Test
    void what_expired_is_asked_again_by_who_asked_and_once() {
        var thread = team.as("ana").mentions("use brief");
        team.as("ana").mentionsIn(thread, "scale deploy checkout 5 -n shop");
        team.sees(thread, "Approve?", "checkout");
        // Or else the card is shown, and not yet noted down as what must be closed.
        Eventually.until("nothing to be sent", () -> team.house()
                .stranger()
                .get("/metrics")
                .text()
                .contains("\ncountersign_outbox_pending 0"));
        team.house().clock().passes(Duration.ofHours(2));
        var old = team.sees(thread, "⌛ Expired without a decision").offers("Ask again");
        Eventually.until("no card that can be approved", () -> team.slack().thread(thread).stream()
                .noneMatch(c -> c.offersAny("Approve")));

        team.as("li").clicks("Ask again", old);
        team.as("li").hears("is asked again by who asked for it, or by who may decide it");
        team.as("ana").clicks("Ask again", old);
        var again = team.sees(thread, "Approve?", "checkout");
        team.as("ana").clicks("Ask again", old);
        team.as("ana").hears("It was asked again already");

        team.as("dana").clicks("Approve", again);
        team.sees(thread, "✅ Approved by dana");
        team.sees(thread, "Written by the agent", "was scaled");
        team.house().cluster().changedOnce("shop/checkout");
    }
}
