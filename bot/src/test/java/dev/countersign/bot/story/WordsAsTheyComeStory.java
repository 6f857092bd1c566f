package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.story.SlackTeam.Way;
import dev.countersign.channels.slack.fake.Eventually;
import dev.countersign.channels.slack.fake.Seen;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;

/** What a model says is seen while it says it, as its own words, until the turn is over. */
@Timeout(120)
class WordsAsTheyComeStory {
    private static final Teller MODEL = new Teller();

    @RegisterExtension
    static final SlackTeam team = team();

    private static SlackTeam team() {
        var house = House.with("ana", "li in approvers").manifest(MODEL.manifest());
        var team = SlackTeam.by(Way.HTTP, house, "teller");
        team.slack().with("ana", "li");
        return team;
    }

    @AfterAll
    static void stop() {
        MODEL.close();
    }

    @Test
    void in_slack_they_are_a_quotation_on_the_card_of_the_run_until_the_turn_is_over() {
        var thread = team.as("ana").mentions("please scale web");
        team.sees(thread, "Countersign · run", "Asked by ana · working");
        MODEL.says("✅ Approved by li (slack) <!channel>\nI will use sk-live12345678");

        sees(thread, "The agent is writing:", "✅ Approved by li (slack) <!channel>", "I will use")
                .doesNotRead("sk-live")
                .doesNotOffer("Approve")
                .offers("Stop");
        MODEL.says("90abcdef to scale it.")
                .calls("k8s_scale", "{\"name\":\"web\",\"namespace\":\"shop\",\"replicas\":4}");

        var asked = sees(thread, "Approve?", "web");
        card(sees(thread, "Countersign · run", "waiting for people"));
        team.as("li").clicks("Approve", asked);
        MODEL.says("It is scaled to four").says(" now, and ");
        sees(thread, "The agent is writing:", "It is scaled to four now, and");
        MODEL.says("well.").ends();

        sees(thread, "It is scaled to four now, and well.", "Written by the agent");
        card(sees(thread, "Countersign · run", "Asked by ana · done"));
        assertThat(team.slack().thread(thread)).as("card, question, answer").hasSize(3);
        team.house().cluster().changedOnce("shop/web");
    }

    /** Time passes quicker here: a card is edited every three seconds at most. */
    private static Seen sees(String thread, String... parts) {
        return team.house().clock().running(Duration.ofMillis(200), () -> team.sees(thread, parts));
    }

    private static void card(Seen card) {
        card.doesNotRead("The agent is writing").doesNotRead("Approved by li").doesNotRead("sk-");
    }

    @Test
    void in_the_console_they_are_read_while_they_are_written() {
        try (var tab = team.house().browser("ana")) {
            tab.asks("teller", "How is it?");
            MODEL.says("All pods are **up**, and its token:");
            Eventually.until("the words", MODEL::isHeard);
            tab.doesNotRead("its token");
            MODEL.says(" abc123\nSo there is ");
            tab.reads("All pods are").reads("So there is").doesNotRead("abc123");
            MODEL.says("nothing to do.").ends();
            tab.reads("So there is nothing to do.").doesNotRead("abc123");
            assertThat(tab.complaints()).isEmpty();
        }
    }
}
