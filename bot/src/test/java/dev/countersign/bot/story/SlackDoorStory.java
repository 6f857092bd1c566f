package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.story.SlackTeam.Way;
import dev.countersign.channels.slack.fake.Courier.Delivery;
import dev.countersign.channels.slack.fake.FakeSlack;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is not from Slack, or not from now, is refused and counted, and changes nothing. */
@Timeout(120)
class SlackDoorStory {
    private static final String FORM = "application/x-www-form-urlencoded";
    /** Seconds; five minutes are inside, and so is the rest of a second. */
    private static final int OUTSIDE = 330;

    private static final int TOO_MUCH = 300_000;

    @RegisterExtension
    static final SlackTeam team = team();

    @RegisterExtension
    static final House deaf = House.with("ana").setting("""
            slack: { botToken: xoxb-fake, mode: http, agent: hitl-agent }
            """);

    private static SlackTeam team() {
        var team = SlackTeam.by(Way.HTTP, House.with("ana", "li in approvers"), "hitl-agent");
        team.slack().with("ana", "li");
        return team;
    }

    private static int sent(Delivery delivery) {
        return team.slack().courier().deliver(delivery).status();
    }

    private static long refused() {
        return team.house()
                .stranger()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("countersign_slack_refused_total "))
                .mapToLong(line -> (long) Double.parseDouble(line.split(" ")[1]))
                .sum();
    }

    @Test
    void a_click_that_slack_did_not_sign_now_approves_nothing() {
        var thread = team.as("ana").mentions("scale deploy web 5 -n shop");
        var card = team.sees(thread, "Approve?", "web");
        var click = "payload="
                + URLEncoder.encode(
                        team.as("li").clickPayload("Approve", card), StandardCharsets.UTF_8);
        var courier = team.slack().courier();
        var secret = FakeSlack.SIGNING_SECRET;

        assertThat(sent(courier.signed(FORM, click, "another-secret", 0))).isEqualTo(401);
        assertThat(sent(courier.signed(FORM, click, secret, -OUTSIDE))).isEqualTo(401);
        assertThat(sent(courier.signed(FORM, click, secret, OUTSIDE))).isEqualTo(401);
        assertThat(sent(courier.signed("text/plain", click, secret, 0))).isEqualTo(415);
        assertThat(sent(new Delivery(
                        Map.of("content-type", FORM), click.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(401);
        assertThat(refused()).isEqualTo(5);
        assertThat(sent(courier.signed(FORM, click + "&x=" + "y".repeat(TOO_MUCH), secret, 0)))
                .isEqualTo(413);
        team.sees(thread, "Approve?", "web").offers("Approve");
        team.house().cluster().neverChanged("shop/web");

        var signed = courier.signed(FORM, click, secret, 0);
        for (int replay = 0; replay < 3; replay++) {
            assertThat(sent(signed)).isEqualTo(200);
        }
        team.sees(thread, "Written by the agent");
        team.house().cluster().changedOnce("shop/web");
    }

    @Test
    void without_a_signing_secret_there_is_no_door() {
        var knock = deaf.stranger().post("/slack/events", "{\"type\":\"url_verification\"}");
        var nothing = deaf.stranger().post("/slack/nothing", "{}");
        assertThat(knock.status()).isEqualTo(nothing.status()).isEqualTo(401);
    }
}
