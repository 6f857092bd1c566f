package dev.countersign.channels.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Level;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever is said to have decided can say that it was not them, and only on purpose. */
@Timeout(60)
class DisowningTest extends OnTheReviewPage {
    @Test
    void a_decision_in_my_name_that_was_not_mine_is_disowned_on_purpose_only() throws Exception {
        settledByDana();
        var boxes = page().select("input[name=disown][required]");
        assertThat(boxes).hasSize(1);
        assertThat(boxes.hasAttr("checked")).isFalse();

        assertThat(post("nonce", nonce()).status()).isEqualTo(409);
        assertThat(post("nonce", "guess", "disown", "yes").status()).isEqualTo(422);
        assertThat(house.setbacks).isEmpty();
        var done = post("nonce", nonce(), "disown", "yes");
        assertThat(body(done)).contains("it is stopped", "Sun 22 Nov 2026 10:00 UTC");
        assertThat(house.setbacks).containsExactly("disowned q_1 dana@example.com");
    }

    @Test
    void who_disowned_a_decision_decides_nothing_by_mail_for_a_day() throws Exception {
        settledByDana();
        post("nonce", nonce(), "disown", "yes");
        house.send(house.questions.ask("q_2", Kind.APPROVE, Level.NORMAL), "3");
        var asked = house.lastMail();
        link = MailHouse.link(asked);

        var refused = post("nonce", nonce(), "verdict", "approve");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(body(refused)).contains("mail decides nothing for you until Sun 22 Nov");
        var reply = MailHouse.reply(asked, "approve");
        var seconds = house.clock.get().getEpochSecond();
        house.channel.door().knock(AcceptanceTest.signed(reply, seconds));
        var fresh = "From: dana@example.com\r\nTo: bot@example.com\r\nMessage-ID: <new@dana>\r\n"
                + "Subject: scale\r\n\r\nscale deploy web 9\r\n";
        house.channel.door().knock(AcceptanceTest.signed(fresh, seconds));
        assertThat(house.heard).isEmpty();
        assertThat(MailHouse.text(house.lastMail())).contains("sign in to the console");

        house.questions.ask("q_2", Kind.APPROVE, Level.NORMAL);
        house.clock.set(TestQuestions.END.minusSeconds(1));
        assertThat(post("nonce", nonce(), "verdict", "approve").status()).isEqualTo(403);
        assertThat(house.questions.decided).isEmpty();
    }

    @Test
    void a_decision_of_somebody_else_is_not_mine_to_disown() throws Exception {
        ask(Kind.APPROVE, Level.NORMAL);
        settle("li");

        assertThat(page().select("form")).isEmpty();
        assertThat(post("nonce", "x", "disown", "yes").status()).isEqualTo(409);
        assertThat(house.setbacks).isEmpty();
    }
}
