package dev.countersign.agent.gate.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.email.reply.PublicReplies;
import dev.countersign.channels.email.reply.ReplyParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Line 7 of the acceptance list: many shapes of mail times many texts of decision. */
@Timeout(300)
class ReplyByMailTest {
    private static final List<String> YES = List.of(
            "approve",
            "Approve",
            "Approved.",
            "APPROVED",
            "yes",
            "Yes.",
            "ok",
            "OK!",
            "LGTM",
            "approve: looks right",
            "Approved, thanks",
            "*approve*",
            "genehmigt",
            "oui",
            "sí",
            "sim",
            "akkoord",
            "tak",
            "godkänt",
            "одобрено",
            "承認",
            "同意",
            "Yes.\n\nGo ahead, Dana");

    private static final List<String> NO = List.of(
            "reject",
            "Reject: too late in the day",
            "rejected",
            "no",
            "No.",
            "No, too risky",
            "deny",
            "denied",
            "nein",
            "non",
            "rechazado",
            "não",
            "nee",
            "avslå",
            "нет",
            "却下",
            "Reject: use the other cluster\nand only two of them");

    private static final List<String> UNCLEAR = List.of(
            "approve if the tests pass",
            "approve, but only two",
            "yes but no",
            "Approve?",
            "maybe",
            "What does this do?",
            "I would approve",
            "not approved",
            "approve\nreject",
            "+1",
            "👍",
            "ok\n\nunless it is Friday",
            "Hi there,\n\napprove",
            "genehmigt, aber nur eins",
            "oui, mais pas maintenant",
            "sure thing",
            "approve this",
            "",
            "Thanks!");

    @Test
    void no_false_approval_and_nearly_every_clear_word_is_recognised() {
        var missed = new ArrayList<String>();
        int asked = 0;
        for (var shape : MailShapes.clear().entrySet()) {
            for (var words : YES) {
                asked++;
                if (!(read(shape, words) instanceof Reading.Approve)) {
                    missed.add(shape.getKey() + " <- " + words);
                }
            }
            for (var words : NO) {
                asked++;
                var reading = read(shape, words);
                assertThat(reading).as("%s", shape.getKey()).isNotInstanceOf(Reading.Approve.class);
                if (!(reading instanceof Reading.Reject)) {
                    missed.add(shape.getKey() + " <- " + words);
                }
            }
            for (var words : UNCLEAR) {
                assertThat(read(shape, words))
                        .as("%s <- %s", shape.getKey(), words)
                        .isInstanceOf(Reading.Unclear.class);
            }
        }
        System.out.printf("%d clear mails, %d missed%n", asked, missed.size());
        assertThat(missed.size() * 100.0 / asked).as("missed: %s", missed).isLessThan(2.0);
    }

    /** Of the mails that others made, each has its new words replaced by each of ours. */
    @Test
    void no_false_approval_in_public_mails_and_nearly_every_clear_word_is_recognised() {
        int asked = 0;
        int known = 0;
        for (var mail : PublicReplies.all()) {
            for (var words : YES) {
                asked++;
                known += read(mail, words) instanceof Reading.Approve ? 1 : 0;
            }
            for (var words : NO) {
                asked++;
                var reading = read(mail, words);
                assertThat(reading)
                        .as("%s <- %s", mail.name(), words)
                        .isNotInstanceOf(Reading.Approve.class);
                known += reading instanceof Reading.Reject ? 1 : 0;
            }
            for (var words : UNCLEAR) {
                assertThat(read(mail, words))
                        .as("%s <- %s", mail.name(), words)
                        .isNotInstanceOf(Reading.Approve.class);
            }
        }
        System.out.printf("public mails: %d clear words, %d recognised%n", asked, known);
        // Those in which others wrote below or between quotations are asked back, and rightly so.
        assertThat(known).isGreaterThan(asked * 9 / 10);
    }

    private static Reading read(PublicReplies.Mail mail, String words) {
        return read(Map.entry(mail.name(), mail::saying), words);
    }

    @Test
    void what_cannot_be_told_apart_is_asked_back() {
        for (var shape : MailShapes.unclear().entrySet()) {
            for (var words : List.of("approve", "yes", "ok: fine", "reject", "no", "genehmigt")) {
                assertThat(read(shape, words))
                        .as("%s <- %s", shape.getKey(), words)
                        .isInstanceOf(Reading.Unclear.class);
            }
        }
    }

    @Test
    void no_line_of_our_own_mail_is_a_decision() {
        for (var line : MailShapes.ourLines()) {
            assertThat(ReplyReader.read(line)).as(line).isInstanceOf(Reading.Unclear.class);
        }
    }

    private static Reading read(Map.Entry<String, UnaryOperator<String>> shape, String words) {
        var reply = ReplyParser.parse(shape.getValue().apply(words));
        return reply.mayDecide()
                ? ReplyReader.read(reply.text())
                : new Reading.Unclear("asked back");
    }
}
