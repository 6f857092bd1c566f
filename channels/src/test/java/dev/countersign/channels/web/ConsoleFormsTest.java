package dev.countersign.channels.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.Questions.Reply;
import dev.countersign.channels.Questions.Verdict;
import dev.countersign.channels.web.desk.Desk.Said;
import dev.countersign.channels.web.desk.Desk.Why;
import dev.countersign.channels.web.desk.RunView;
import dev.countersign.channels.web.desk.RunView.Line;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every form of the console, sent as a browser without a script sends it. */
@Timeout(60)
class ConsoleFormsTest {
    private final ConsoleHouse house = new ConsoleHouse();
    private Browser dana;

    @BeforeEach
    void signIn() {
        house.desk.add("r_1", new Line.Human("ana", "delete test-config"));
        dana = house.as("dana");
    }

    @AfterEach
    void stop() {
        dana.close();
        house.close();
    }

    private Choice decides(Map<String, String> fields) {
        var all = new HashMap<>(fields);
        all.put("version", "1");
        assertThat(dana.post("/questions/q_1/decision", all).statusCode()).isEqualTo(303);
        var chose = house.questions.chosen.getLast();
        assertThat(chose.speaker().account()).isEqualTo("dana");
        assertThat(chose.version()).hasValue(1);
        return chose.choice();
    }

    @Test
    void approve_reject_and_edit_say_what_was_chosen() {
        house.questions.ask("q_1", Samples.approve());

        assertThat(decides(Map.of("verdict", "approve")))
                .isEqualTo(new Choice.Approve(Optional.empty()));
        assertThat(decides(Map.of("verdict", "reject", "reason", " not\r\nnow ")))
                .isEqualTo(new Choice.Reject(Optional.of("not\nnow")));
        assertThat(decides(Map.of("verdict", "edit", "arguments", "{\"a\":1}")))
                .isEqualTo(new Choice.Edit("{\"a\":1}", Optional.empty()));
    }

    @Test
    void answers_are_chosen_ticked_or_written() {
        house.questions.ask("q_1", Samples.ask());

        var chosen = decides(Map.of("verdict", "answer", "a0", "1", "a1", "0", "t1", "logs"));
        assertThat(chosen)
                .isEqualTo(new Choice.Answer(
                        List.of(List.of("h2"), List.of("tls", "logs"), List.of())));
        var written = decides(Map.of("verdict", "answer", "a0", "1", "t0", "mysql", "a1", "9"));
        assertThat(written)
                .isEqualTo(new Choice.Answer(List.of(List.of("mysql"), List.of(), List.of())));
    }

    @Test
    void a_form_carries_its_fields_by_name() {
        house.questions.ask("q_1", Samples.form());

        assertThat(dana.get("/questions/q_1").body()).contains("type=\"number\"");
        assertThat(decides(Map.of("verdict", "fill", "f0", "5", "f1", "1", "f2", "")))
                .isEqualTo(new Choice.Fill(Map.of("replicas", "5", "tier", "back")));
    }

    @Test
    void an_outcome_is_reported() {
        house.questions.ask("q_1", Samples.external());

        assertThat(decides(Map.of("verdict", "report", "result", "give-up", "text", "gone")))
                .isEqualTo(new Choice.Report(Choice.Result.GIVE_UP, "gone"));
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_ALLOWED,403",
        "ALREADY_DECIDED,409",
        "SUPERSEDED,409",
        "TOO_LATE,410",
        "UNCLEAR,422",
        "UNKNOWN,404"
    })
    void a_decision_that_does_not_count_says_why(Verdict verdict, int status) {
        house.questions.ask("q_1", Samples.approve());
        house.questions.reply = new Reply(verdict, "Already approved by li. <b>");

        var answer = dana.post("/questions/q_1/decision", Map.of("verdict", "approve"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("Already approved by li. &lt;b&gt;");
    }

    @Test
    void no_choice_and_no_question_decide_nothing() {
        house.questions.ask("q_1", Samples.approve());

        assertThat(dana.post("/questions/q_1/decision", Map.of()).statusCode()).isEqualTo(422);
        assertThat(dana.post("/questions/q_9/decision", Map.of("verdict", "approve"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(house.questions.chosen).isEmpty();
    }

    @Test
    void the_script_gets_the_card_alone_with_the_sentence() {
        house.questions.ask("q_1", Samples.approve());
        house.questions.reply = new Reply(Verdict.COUNTED, "1 of 2 have approved.");

        var answer = dana.post(
                "/questions/q_1/decision",
                Map.of("verdict", "approve"),
                "X-Countersign",
                "fragment");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).startsWith("<div id=\"q-q_1\"").contains("1 of 2 have approved.");
    }

    @Test
    void a_settled_question_shows_who_and_when_and_no_form() {
        house.questions.ask("q_1", Samples.approve());
        house.questions.settle(
                "q_1",
                new Settlement(
                        Ending.APPROVED,
                        Optional.of("li"),
                        "slack",
                        Instant.parse("2026-11-21T10:41:00Z"),
                        Optional.empty(),
                        Optional.of("It ran.")));

        assertThat(dana.get("/questions/q_1").body())
                .contains("Approved by li over slack", "2026-11-21T10:41:00Z", "It ran.")
                .doesNotContain("/decision");
    }

    @Test
    void who_may_not_decide_sees_the_card_without_buttons() {
        house.questions.ask("q_1", Samples.approve());
        try (var ana = house.as("ana")) {
            assertThat(ana.get("/questions/q_1").body())
                    .contains("Delete ConfigMap test-config", "not decide")
                    .doesNotContain("/decision");
            assertThat(ana.get("/inbox").body()).contains("Nothing waits for you");
        }
        assertThat(dana.get("/inbox").body()).contains("/decision", "1 open question");
    }

    @Test
    void a_message_starts_a_run_and_sent_twice_starts_one() {
        var words = Map.of("agent", "hitl-agent", "text", "list pods", "nonce", "n1");

        var first = dana.post("/say", words);
        dana.post("/say", words);

        assertThat(first.headers().firstValue("Location")).contains("/runs/r_1");
        assertThat(house.desk.said).hasSize(1);
    }

    @Test
    void a_message_that_is_not_taken_comes_back_with_the_reason() {
        house.desk.answer = Optional.of(new Said.Refused(Why.CLOSED, "The run is closed."));

        var answer = dana.post("/runs/r_1/say", Map.of("text", "my long words"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("The run is closed.", "my long words");
    }

    @Test
    void a_run_is_stopped() {
        assertThat(dana.post("/runs/r_1/cancel", Map.of()).statusCode()).isEqualTo(303);
        assertThat(house.desk.cancelled).containsExactly("r_1");
        assertThat(dana.get("/runs/r_9").statusCode()).isEqualTo(404);
    }

    @Test
    void hostile_words_are_shown_as_text_and_hidden_ones_made_visible() {
        house.desk.add("r_1", new Line.Agent("<img src=x> a\u202Eb\u200Bc \" onload='x'"));

        assertThat(dana.get("/runs/r_1").body())
                .contains("&lt;img src=x&gt;", "\\u202E", "\\u200B")
                .doesNotContain("<img src=x", "\u202E", "\u200B");
    }

    @Test
    void an_open_page_is_told_what_has_changed() throws Exception {
        var ask = dana.request("/runs/r_1/live", "Accept", "text/event-stream")
                .GET()
                .build();
        var answer = dana.http().send(ask, BodyHandlers.ofInputStream());
        try (var lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            readUntil(lines, "event: only");
            var shown = house.questions.ask("q_1", Samples.approve());
            house.desk.add("r_1", Samples.call("c_1", RunView.State.GATED, shown));
            house.desk.moved();

            assertThat(readUntil(lines, "Delete ConfigMap")).contains("id=\"q-q_1\"");
            house.desk.listeners.forEach(listener -> listener.speaking("I think so"));
            assertThat(readUntil(lines, "I think so")).contains("id=\"speaking\"");
        }
    }

    private static String readUntil(BufferedReader lines, String wanted) throws Exception {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(wanted)) {
                return line;
            }
        }
        throw new AssertionError("the page was never told: " + wanted);
    }
}
