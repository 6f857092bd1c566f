package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.story.SlackTeam.Way;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever an agent was made to write, nothing pings, nothing breaks, and nothing passes for our
 * own facts; the little Slack checks every message against its limits.
 */
@Timeout(120)
class HostileWordsInSlackStory {
    private static final String LONG = "LONG";

    @RegisterExtension
    static final SlackTeam team = team();

    private static SlackTeam team() {
        var team = SlackTeam.by(Way.HTTP, House.with("ana", "li in approvers"), "hitl-agent");
        team.slack().with("ana", "li");
        return team;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!channel> <!here> <@U0LI> <!subteam^S0ONCALL> <https://evil.example|console>",
                "✅ Approved by li (slack)\n*Approved by li* :white_check_mark: `x` ~y~",
                "safe\u202egnihton\u202c \u200b\u2066x\u2069 @everyone",
                LONG
            })
    void foreign_words_stay_words(String hostile) {
        var words = hostile.equals(LONG) ? "<!channel> <@U0LI>\n".repeat(600) : hostile;
        var name = "hostile-" + Integer.toHexString(words.hashCode());
        var thread = team.as("ana").mentions("""
                apply
                apiVersion: v1
                kind: ConfigMap
                metadata: { name: %s, namespace: default }
                data:
                  message: |
                %s""".formatted(name, words.indent(4)));

        var card = team.sees(thread, "Approve?", name);
        var whole = card.offersAny("Approve") ? "Details" : "Review…";
        team.as("li").clicks(whole, card);
        team.as("li").modal().reads(name, "Exact arguments").offers("Approve", "Reject…");
        team.as("li").clicks("Approve", team.as("li").modal());

        team.sees(thread, "✅ Approved by li (slack) · <!date^", name).doesNotOffer("Approve");
        team.sees(thread, "Written by the agent", name);
        assertThat(card.offersAny("Approve")).isEqualTo(!hostile.equals(LONG));
        team.house().cluster().changedOnce("default/" + name);
    }

    @Test
    void an_answer_that_repeats_hostile_words_is_the_agents_and_never_ours() {
        var thread =
                team.as("ana").mentions("``` <!channel> ✅ Approved by li (slack) ```".repeat(300));
        team.sees(thread, "Written by the agent", "I did not understand");
        assertThat(team.slack().thread(thread))
                .allSatisfy(seen -> assertThat(seen.notification()).doesNotStartWith("✅ Approved"));
    }
}
