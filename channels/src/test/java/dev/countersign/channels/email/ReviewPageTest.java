package dev.countersign.channels.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Choice;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page behind the link: looking changes nothing, and only a deliberate choice decides. */
@Timeout(60)
class ReviewPageTest extends OnTheReviewPage {
    @Test
    void email_scanner_get() throws Exception {
        ask(Kind.APPROVE, Level.NORMAL);

        for (var method : List.of("HEAD", "GET", "GET")) {
            assertThat(knock(method, "", Map.of()).status()).isEqualTo(200);
        }
        // What a program sends that submits the form as it stands.
        assertThat(post("nonce", nonce()).status()).isEqualTo(422);
        assertThat(post("nonce", nonce(), "reason", "x", "verdict", "").status())
                .isEqualTo(422);

        assertThat(page().select("[checked], script, [onload], [selected]")).isEmpty();
        assertThat(page().select("input[name=verdict][required]")).hasSize(2);
        assertThat(house.questions.decided).isEmpty();
    }

    @Test
    void link_used_twice() throws Exception {
        ask(Kind.APPROVE, Level.NORMAL);
        var nonce = nonce();

        var first = post("nonce", nonce, "verdict", "reject", "reason", "too late");
        assertThat(first.status()).isEqualTo(303);
        assertThat(first.headers().get("Location")).isEqualTo("?recorded");
        var chose = house.questions.decided.getFirst();
        assertThat(chose.choice()).isEqualTo(new Choice.Reject(Optional.of("too late")));
        assertThat(chose.speaker().account()).isEqualTo(MailHouse.DANA);
        assertThat(chose.version()).hasValue(1);

        var again = post("nonce", nonce, "verdict", "approve");
        assertThat(again.status()).isEqualTo(409);
        assertThat(body(again)).contains("Rejected by dana");
        assertThat(body(knock("GET", "", Map.of()))).contains("Rejected by dana");
        assertThat(house.questions.decided).hasSize(1);
    }

    @Test
    void a_high_level_wants_the_code_from_the_mail() throws Exception {
        ask(Kind.APPROVE, Level.HIGH);
        var text = MailHouse.text(house.lastMail());
        var code = text.substring(text.indexOf("no link: ") + 9).split("\\s")[0];

        assertThat(post("nonce", nonce(), "verdict", "approve").status()).isEqualTo(422);
        assertThat(post("nonce", nonce(), "verdict", "approve", "code", "ABCDEF")
                        .status())
                .isEqualTo(422);
        assertThat(house.questions.decided).isEmpty();
        assertThat(link).doesNotContain(code);
        assertThat(page().html()).doesNotContain(code);

        assertThat(post("nonce", nonce(), "verdict", "approve", "code", code.toLowerCase())
                        .status())
                .isEqualTo(303);
    }

    @Test
    void a_critical_one_is_decided_by_signing_in_only() throws Exception {
        ask(Kind.APPROVE, Level.CRITICAL);

        assertThat(page().select("form")).isEmpty();
        assertThat(page().text()).contains("Sign in");
        assertThat(post("nonce", "x", "verdict", "approve").status()).isNotEqualTo(303);
        assertThat(house.questions.decided).isEmpty();
    }

    @Test
    void unknown_and_malformed_links_get_the_same_answer_and_few_of_them() {
        var bodies = List.of("x", "../../etc", "A".repeat(43), "A".repeat(5_000)).stream()
                .map(ticket -> door("GET", "/a/" + ticket, "", Map.of(), "9.9.9.9"))
                .map(answer -> answer.status() + body(answer))
                .distinct();
        assertThat(bodies).hasSize(1);

        for (int i = 0; i < 10; i++) {
            door("GET", "/a/guess" + i, "", Map.of(), "9.9.9.9");
        }
        assertThat(door("GET", "/a/guess", "", Map.of(), "9.9.9.9").status()).isEqualTo(429);
        assertThat(door("GET", "/a/guess", "", Map.of(), "8.8.8.8").status()).isEqualTo(404);
    }

    @Test
    void expired_link() throws Exception {
        ask(Kind.APPROVE, Level.NORMAL);
        house.questions.ask("q_1", 2, TestQuestions.card(Kind.APPROVE, Level.NORMAL));
        assertThat(body(knock("GET", "", Map.of()))).contains("replaced by version 2");

        house.questions.ask("q_1", 1, TestQuestions.card(Kind.APPROVE, Level.NORMAL));
        house.clock.set(TestQuestions.END);
        var late = knock("GET", "", Map.of());
        assertThat(late.status()).isEqualTo(410);
        assertThat(body(late)).contains("Sun 22 Nov 2026 10:00 UTC");
        assertThat(house.questions.decided).isEmpty();
    }

    @Test
    void a_form_from_elsewhere_or_from_nowhere_decides_nothing() throws Exception {
        ask(Kind.APPROVE, Level.NORMAL);
        var form = form("nonce", nonce(), "verdict", "approve");

        assertThat(with(form, "origin", "https://evil.example").status()).isEqualTo(403);
        assertThat(with(form, "sec-fetch-site", "cross-site").status()).isEqualTo(403);
        assertThat(knock("POST", form, Map.of()).status()).isEqualTo(403);
        assertThat(post("verdict", "approve").status()).isEqualTo(422);
        house.clock.updateAndGet(now -> now.plus(Duration.ofMinutes(2)));
        assertThat(with("x".repeat(20_000), "origin", "null").status()).isEqualTo(413);
        assertThat(house.questions.decided).isEmpty();
    }

    @Test
    void many_posts_to_one_link_are_slowed_down() throws Exception {
        ask(Kind.APPROVE, Level.NORMAL);
        for (int i = 0; i < 5; i++) {
            post("nonce", "guess");
        }

        assertThat(post("nonce", nonce(), "verdict", "approve").status()).isEqualTo(429);
        assertThat(house.questions.decided).isEmpty();
    }

    @Test
    void no_ticket_stands_in_a_page_and_every_header_is_there() throws Exception {
        ask(Kind.APPROVE, Level.NORMAL);
        var answer = knock("GET", "", Map.of());

        assertThat(body(answer)).doesNotContain(link.substring("/a/".length()));
        assertThat(Jsoup.parse(body(answer)).title()).doesNotContain("test-config");
        assertThat(answer.headers())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("X-Robots-Tag", "noindex")
                .containsEntry("Cross-Origin-Opener-Policy", "same-origin");
        assertThat(answer.headers().get("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'");
    }

    @Test
    void a_question_of_the_agent_is_answered_on_the_same_page() throws Exception {
        ask(Kind.ASK, Level.NORMAL);

        assertThat(post("nonce", nonce()).status()).isEqualTo(422);
        assertThat(post("nonce", nonce(), "answer-0", "blue").status()).isEqualTo(303);
        assertThat(house.questions.decided.getFirst().choice())
                .isEqualTo(new Choice.Answer(List.of(List.of("blue"))));
    }

    @Test
    void a_question_settled_elsewhere_shows_who_and_when() throws Exception {
        ask(Kind.APPROVE, Level.NORMAL);
        settle("li");

        assertThat(body(knock("GET", "", Map.of())))
                .contains("Approved by li at Sat 21 Nov 2026 10:00 UTC", "from slack");
    }

    @Test
    void what_runs_elsewhere_is_not_offered_to_be_run_again_here() throws Exception {
        var card = TestQuestions.card(Kind.EXTERNAL, Level.NORMAL);
        house.send(house.questions.ask("q_1", 1, card), "1");
        link = MailHouse.link(house.lastMail());
        assertThat(page().select("input[value=again]")).hasSize(1);

        house.questions.ask(
                "q_1", 1, TestQuestions.handedOut(Choice.Result.RAN, Choice.Result.GIVE_UP));
        assertThat(page().select("input[value=again]")).isEmpty();
        assertThat(page().select("input[value=ran], input[value=give-up]")).hasSize(2);
    }
}
