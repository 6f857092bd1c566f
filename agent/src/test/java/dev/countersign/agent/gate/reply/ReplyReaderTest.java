package dev.countersign.agent.gate.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The strict first line: what is a decision, and what is asked back. */
class ReplyReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "approve",
                "Approve",
                "APPROVED.",
                "yes",
                "ok",
                "LGTM",
                "*approve*",
                "\"Approve\"",
                "Yes!",
                "\u200Bapprove\u200B",
                "ｙｅｓ",
                "_approved_",
                "\n\n  approve  \n",
                "genehmigt",
                "oui",
                "sí",
                "sim",
                "sì",
                "akkoord",
                "tak",
                "godkänt",
                "kyllä",
                "да",
                "evet",
                "承認",
                "同意"
            })
    void a_plain_yes_approves(String text) {
        assertThat(ReplyReader.read(text)).isInstanceOf(Reading.Approve.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "approve: looks right",
                "Approved, thank you",
                "yes. go ahead",
                "ok\n\nthanks",
                "**Approve**: looks right",
                "批准。",
                "ОДОБРЕНО",
                "Godkendt",
                "schváleno",
                "Okay."
            })
    void a_yes_with_a_comment_or_a_full_stop_approves(String text) {
        assertThat(ReplyReader.read(text)).isInstanceOf(Reading.Approve.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reject",
                "Rejected.",
                "no",
                "No, too risky",
                "deny",
                "denied: wrong cluster",
                "no way",
                "reject this please",
                "nein",
                "non",
                "rechazado",
                "não",
                "nee",
                "нет",
                "却下",
                "*Reject*: use the other cluster",
                "No!\n\nUse five instead."
            })
    void a_no_rejects_with_any_comment(String text) {
        assertThat(ReplyReader.read(text)).isInstanceOf(Reading.Reject.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   \n ",
                "approve if the tests pass",
                "approve, but only two",
                "yes but no",
                "Approve?",
                "approve. Are you sure?",
                "not approved",
                "I do not approve",
                "+1",
                "👍",
                "sure",
                "approve reject",
                "approve\nreject",
                "no\nyes",
                "reject? approve",
                "approve after 6 pm",
                "ok\n\nexcept the last one",
                "yes, unless it is Friday",
                "genehmigt, aber nur eins",
                "oui, mais pas maintenant",
                "sí, pero no hoy",
                "ja, wenn",
                "да, но позже",
                "evet, ama",
                "承認、ただし",
                "同意，但是"
            })
    void a_yes_with_a_condition_is_asked_back(String text) {
        assertThat(ReplyReader.read(text)).isInstanceOf(Reading.Unclear.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "approved-by-nobody",
                "Hi,\n\napprove",
                "Please approve",
                "approve this",
                "> approve this is quoted",
                "yes, don’t forget",
                "approve: no",
                "disapprove",
                "approve: wait for Ben"
            })
    void everything_else_is_asked_back(String text) {
        assertThat(ReplyReader.read(text)).isInstanceOf(Reading.Unclear.class);
    }

    @Test
    void the_comment_is_the_reason() {
        assertThat(ReplyReader.read("Reject: too late in the day\nTry tomorrow"))
                .isEqualTo(new Reading.Reject(Optional.of("too late in the day\nTry tomorrow")));
        assertThat(ReplyReader.read("approve")).isEqualTo(new Reading.Approve(Optional.empty()));
    }

    @Test
    void a_hostile_text_costs_next_to_nothing() {
        for (var unit : List.of("a ", "*", ">", "approve ", "\u202E", "\n", "？", "'")) {
            var text = "a" + unit.repeat(200_000);
            assertTimeout(Duration.ofSeconds(2), () -> assertThat(ReplyReader.read(text))
                    .isInstanceOf(Reading.Unclear.class));
        }
    }
}
