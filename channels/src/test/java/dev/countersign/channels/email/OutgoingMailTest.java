package dev.countersign.channels.email;

import static dev.countersign.channels.email.MailHouse.header;
import static dev.countersign.channels.email.MailHouse.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settle;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Receipt;
import dev.countersign.channels.email.letter.Letters;
import dev.countersign.channels.email.ticket.Tickets;

import jakarta.mail.internet.MimeMessage;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What goes out by mail: complete, in its thread, safe to repeat, and without a secret kept. */
@Timeout(60)
class OutgoingMailTest {
    private MailHouse house;

    @BeforeEach
    void open() {
        house = new MailHouse(false).open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_repeat_after_a_crash_has_the_same_message_id_and_one_ticket_row() throws Exception {
        var ask = house.questions.ask("q_1", Kind.APPROVE, Level.NORMAL);
        house.send(ask, "1");
        var again = new EmailChannel(house.settings(false), ports());

        again.send(ask, new Sending(new DeliveryId("outbox", "1"), 1, List.of()));

        var all = house.server.getReceivedMessages();
        assertThat(all).hasSize(2);
        assertThat(all[0].getMessageID()).isEqualTo(all[1].getMessageID());
        assertThat(MailHouse.link(all[0])).isEqualTo(MailHouse.link(all[1]));
        assertThat(house.tickets.size()).isEqualTo(1);
    }

    @Test
    void no_secret_is_kept_in_clear() throws Exception {
        var mail = asked(Level.HIGH);
        var secret = MailHouse.link(mail).substring("/a/".length());
        var stub = new Tickets(new byte[32], house.tickets)
                .find(secret)
                .orElseThrow()
                .stub();

        assertThat(stub.toString()).doesNotContain(secret, replySecret(mail));
    }

    @Test
    void the_mail_says_the_same_in_text_and_in_html() throws Exception {
        var mail = asked(Level.HIGH);
        var text = text(mail);
        var page = Jsoup.parse(MailHouse.html(mail));

        for (var fact : List.of(
                "Delete ConfigMap test-config",
                "sandbox",
                "test-config",
                "9c1e0d77",
                "k8s_delete",
                "in 24 h",
                "UTC",
                "q_1",
                "first line that says")) {
            assertThat(text).contains(fact);
            assertThat(page.wholeText()).contains(fact);
        }
        assertThat(page.select("a").eachAttr("href"))
                .allSatisfy(url -> assertThat(text).contains(url));
        assertThat(page.select("img, script, iframe, b")).isEmpty();
        assertThat(page.select("td.box").attr("style")).contains("overflow-wrap:anywhere");
        assertThat(text).contains("| I think <b>this</b> is fine");
        assertThat(header(mail, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(header(mail, "Reply-To")).startsWith("bot+r.");
    }

    @Test
    void the_outcome_lands_in_the_thread_of_the_question() throws Exception {
        var asked = asked(Level.NORMAL);
        var how = new Settlement(
                Ending.REJECTED,
                Optional.of("dana"),
                "email",
                TestQuestions.NOW,
                Optional.of("too late"),
                Optional.empty());
        house.questions.settle("q_1", how);

        house.send(
                new Settle(MailHouse.place(), new QuestionKey("q_1"), 1, how),
                "2",
                new Receipt(asked.getMessageID()));

        var mail = house.lastMail();
        assertThat(mail.getSubject()).isEqualTo("Re: " + asked.getSubject());
        assertThat(header(mail, "In-Reply-To")).isEqualTo(asked.getMessageID());
        assertThat(header(mail, "References")).contains(asked.getMessageID());
        assertThat(text(mail)).contains("Rejected by dana", "too late");
    }

    @Test
    void who_decided_can_say_from_the_outcome_that_it_was_not_them_and_nobody_else_can()
            throws Exception {
        for (var by : List.of("li", "dana")) {
            var ask = house.questions.ask("q_" + by, Kind.APPROVE, Level.NORMAL);
            var how = new Settlement(
                    Ending.APPROVED,
                    Optional.of(by),
                    "email",
                    TestQuestions.NOW,
                    Optional.empty(),
                    Optional.empty());
            house.questions.settle("q_" + by, how);
            house.send(new Settle(MailHouse.place(), ask.key(), 1, how), "settle-" + by);
            assertThat(text(house.lastMail()).contains("This was not me"))
                    .as("link for dana, decided by " + by)
                    .isEqualTo(by.equals("dana"));
        }
        assertThat(MailHouse.link(house.lastMail())).startsWith("/a/");
    }

    @Test
    void times_are_by_the_clock_of_the_reader_and_in_utc() throws Exception {
        new EmailChannel(house.settings(false), ports())
                .send(
                        house.questions.ask("q_1", Kind.APPROVE, Level.NORMAL),
                        new Sending(new DeliveryId("outbox", "1"), 1, List.of()));

        assertThat(text(house.lastMail()))
                .contains("Sun 22 Nov 2026 11:00 CET (Sun 10:00 UTC), in 24 h");
    }

    @Test
    void a_question_that_is_closed_meanwhile_is_not_sent() throws Exception {
        var ask = house.questions.ask("q_1", Kind.APPROVE, Level.NORMAL);
        house.questions.settle(
                "q_1",
                new Settlement(
                        Ending.CANCELLED,
                        Optional.empty(),
                        "",
                        TestQuestions.NOW,
                        Optional.empty(),
                        Optional.empty()));

        house.send(ask, "1");

        assertThat(house.mails()).isEmpty();
    }

    @Test
    void line_breaks_and_bidi_in_every_field_make_no_header_and_stay_visible() throws Exception {
        var bad = "x\r\nBcc: eve@example.org\u202Eevil\u0000";
        var card = new Card(
                Kind.APPROVE,
                bad,
                Level.NORMAL,
                List.of(new Card.Fact(bad, bad)),
                new Card.Work(bad, bad, bad, List.of(), bad),
                bad,
                List.of(bad),
                new Card.Deciders(List.of(bad), List.of(bad), false, 1, 0),
                List.of(),
                List.of());

        house.send(house.questions.ask("q_1", 1, card), "1");

        var mail = house.lastMail();
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getSubject()).contains("\\u202E").doesNotContain("\u202E");
        assertThat(text(mail)).contains("\\u202E").doesNotContain("\u202E", "\u0000");
    }

    @Test
    void a_subject_ends_with_its_question_however_long_the_title_is() {
        var card = TestQuestions.card(Kind.APPROVE, Level.NORMAL);
        for (var title : List.of("t", "t".repeat(500), "😀".repeat(300), "x" + "😀".repeat(300))) {
            var named = new Card(
                    card.kind(),
                    title,
                    card.level(),
                    card.facts(),
                    card.work(),
                    "",
                    List.of(),
                    card.deciders(),
                    List.of(),
                    List.of());
            assertThat(Letters.subject(named, "q_1", Optional.empty()))
                    .startsWith("Approval needed: ")
                    .endsWith(" [q_1]")
                    .doesNotContain("\\u")
                    .hasSizeLessThanOrEqualTo(200);
        }
    }

    @Test
    void addresses_beyond_ascii_are_refused_and_domains_become_a_labels() {
        assertThat(Places.address("aliceš@example.com")).isEmpty();
        assertThat(Places.address("жанна@example.com")).isEmpty();
        assertThat(Places.address("a@b.c\r\nBcc: x@y.z")).isEmpty();
        assertThat(Places.address("Dana@bücher.example")).contains("dana@xn--bcher-kva.example");
    }

    private EmailPorts ports() {
        return new EmailPorts(
                house.questions,
                new EmailPorts.People() {
                    @Override
                    public Optional<String> at(String address) {
                        return Optional.of("dana");
                    }

                    @Override
                    public ZoneId zone(String address) {
                        return ZoneId.of("Europe/Berlin");
                    }
                },
                key -> Optional.empty(),
                house.tickets,
                house.tray,
                new EmailPorts.Setbacks() {
                    @Override
                    public void bounced(QuestionKey key, String address, String why) {}

                    @Override
                    public void away(QuestionKey key, String address) {}

                    @Override
                    public void disowned(QuestionKey key, String address) {}
                },
                MailHouse.ALWAYS,
                house.clock::get);
    }

    private MimeMessage asked(Level level) throws Exception {
        return asked(level, "q_1");
    }

    private MimeMessage asked(Level level, String key) throws Exception {
        house.send(house.questions.ask(key, Kind.APPROVE, level), "ask-" + key);
        return house.lastMail();
    }

    private static String replySecret(MimeMessage mail) throws Exception {
        var to = header(mail, "Reply-To");
        return to.substring(to.indexOf("+r.") + 3, to.indexOf('@'));
    }
}
