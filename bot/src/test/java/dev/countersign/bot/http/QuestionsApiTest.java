package dev.countersign.bot.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.StoreSamples;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

class QuestionsApiTest {

    private static final String DECISION = "/api/v1/questions/q_1/decision";
    private static final String YES = "{\"verdict\":\"approve\"}";

    private final Stand stand = new Stand();

    @BeforeEach
    void a_run_waits() {
        stand.waiting("r_7");
    }

    @AfterEach
    void stop() {
        stand.close();
    }

    @Test
    void a_question_shows_exactly_what_would_run_and_who_may_decide() {
        var question = stand.get("/api/v1/questions/q_1").json();

        assertThat(question.path("state").asText()).isEqualTo("open");
        assertThat(question.path("kind").asText()).isEqualTo("approve");
        assertThat(question.path("level").asText()).isEqualTo("high");
        assertThat(question.path("version").asInt()).isEqualTo(1);
        assertThat(question.path("run").asText()).isEqualTo("r_7");
        assertThat(question.path("call").toString())
                .isEqualTo("{\"id\":\"c_1\",\"tool\":\"k8s_delete_resource\",\"arguments\":{},"
                        + "\"digest\":\"9c1e\"}");
        assertThat(question.path("card").path("changes").path(0).path("after").isNull())
                .isTrue();
        assertThat(question.path("mayDecide").path("people").path(0).asText()).isEqualTo("dana");
        assertThat(question.path("questions").path(0).path("multiple").asBoolean())
                .isTrue();
        assertThat(question.path("fields").path(0).path("enum").size()).isEqualTo(2);
        assertThat(question.path("decided").isNull()).isTrue();
        assertThat(question.path("expires").asText()).startsWith("2026-03-02T13:00:00");
    }

    @Test
    void the_inbox_of_a_person_holds_what_that_person_may_decide() {
        stand.judge.inbox = List.of(shown("r_7"));

        var hers = stand.get("/api/v1/questions?state=open&for=dana").json();
        var his = stand.get("/api/v1/questions?state=open&for=bo").json();

        assertThat(hers.path("items").path(0).path("key").asText()).isEqualTo("q_1");
        assertThat(hers.path("next").isNull()).isTrue();
        assertThat(his.path("items").isEmpty()).isTrue();
        assertThat(stand.get("/api/v1/questions").json().path("items").size()).isEqualTo(1);
        assertThat(stand.get("/api/v1/questions?state=approved")
                        .json()
                        .path("items")
                        .isEmpty())
                .isTrue();
        assertThat(stand.get("/api/v1/questions?state=done").status()).isEqualTo(422);
    }

    private Shown shown(String run) {
        var asked = stand.store.archive().questions(run).getFirst();
        return new Shown(
                asked.key(),
                1,
                run,
                "hitl-agent",
                asked.card(),
                StoreSamples.NOON,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void an_inbox_comes_page_by_page_newest_first() {
        stand.waiting("r_8", "q_2");
        stand.judge.inbox = List.of(shown("r_7"), shown("r_8"));

        var first = stand.get("/api/v1/questions?for=dana&limit=1").json();
        var behind = "&after=" + first.path("next").asText();
        var second = stand.get("/api/v1/questions?for=dana&limit=1" + behind).json();

        assertThat(first.path("items")).hasSize(1);
        assertThat(first.at("/items/0/key").asText()).isEqualTo("q_2");
        assertThat(second.at("/items/0/key").asText()).isEqualTo("q_1");
        assertThat(second.path("next").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "RECORDED,200",
        "COUNTED,202",
        "NOT_ALLOWED,403",
        "ALREADY_DECIDED,409",
        "SUPERSEDED,409",
        "TOO_LATE,410",
        "UNCLEAR,422",
        "UNKNOWN,404"
    })
    void each_verdict_has_its_status_and_its_sentence(Verdict verdict, int status) {
        stand.judge.verdict = verdict;

        var reply = stand.post(DECISION, YES);

        assertThat(reply.status()).isEqualTo(status);
        var sentence = status < 300 ? reply.json().path("sentence").asText() : reply.detail();
        assertThat(sentence).isEqualTo("This was " + verdict + ".");
        assertThat(reply.json().path("key").asText()).isEqualTo("q_1");
    }

    @Test
    void a_late_decision_is_told_by_whom_and_when() {
        var run = stand.store.load("r_7").orElseThrow();
        var settled = run.questions().getFirst().settled(StoreSamples.approved("li"));
        stand.store.commit(
                StoreSamples.idle(run, StoreSamples.settling(run.asking(List.of()), settled)));
        stand.judge.verdict = Verdict.ALREADY_DECIDED;

        var reply = stand.post(DECISION, YES);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().path("state").asText()).isEqualTo("approved");
        assertThat(reply.json().path("decided").path("by").asText()).isEqualTo("li");
        assertThat(reply.json().path("decided").path("at").asText()).startsWith("2026-03-02T12");
        assertThat(reply.json().path("decided").path("verdict").asText()).isEqualTo("approve");
    }

    @Test
    void every_kind_of_choice_is_read() {
        stand.post(DECISION, "{\"verdict\":\"approve\",\"reason\":\"fine\",\"version\":1}");
        stand.post(DECISION, "{\"verdict\":\"reject\",\"reason\":\"no\"}");
        stand.post(DECISION, "{\"verdict\":\"approve\",\"arguments\":{\"n\":3}}");
        stand.post(DECISION, "{\"answers\":[{\"answer\":[\"a\",\"b\"]},{\"answer\":[\"c\"]}]}");
        stand.post(DECISION, "{\"answers\":{\"n\":3,\"s\":\"x\"}}");
        stand.post(DECISION, "{\"outcome\":{\"result\":\"give-up\",\"text\":\"gone\"}}");

        var choices = stand.judge.chosen.stream().map(chose -> chose.choice()).toList();
        assertThat(choices)
                .containsExactly(
                        new Choice.Approve(Optional.of("fine")),
                        new Choice.Reject(Optional.of("no")),
                        new Choice.Edit("{\"n\":3}", Optional.empty()),
                        new Choice.Answer(List.of(List.of("a", "b"), List.of("c"))),
                        new Choice.Fill(Map.of("n", "3", "s", "x")),
                        new Choice.Report(Choice.Result.GIVE_UP, "gone"));
        assertThat(stand.judge.chosen.getFirst().version()).isEqualTo(OptionalInt.of(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"verdict\":\"approve\",\"answers\":[{\"answer\":[\"a\"]}]}",
                "{\"verdict\":\"reject\",\"outcome\":{\"result\":\"ran\",\"text\":\"\"}}",
                "{\"answers\":{\"n\":3},\"outcome\":{\"result\":\"ran\",\"text\":\"\"}}"
            })
    void legacy_and_v1_protocol_matrix(String mixed) {
        var reply = stand.post(DECISION, mixed);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(stand.judge.chosen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"verdict\":\"maybe\"}",
                "{\"verdict\":true}",
                "{\"verdict\":\"approve\",\"answers\":[]}",
                "{\"verdict\":\"approve\",\"arguments\":\"x\"}",
                "{\"verdict\":\"reject\",\"arguments\":{}}",
                "{\"verdict\":\"approve\",\"version\":\"1\"}",
                "{\"verdict\":\"approve\",\"verison\":1}",
                "{\"answers\":\"yes\"}",
                "{\"answers\":[7]}",
                "{\"outcome\":{\"result\":\"perhaps\"}}",
                "{\"verdict\":\"approve\",\"grant\":7}",
                "{\"verdict\":\"approve\",\"grant\":{\"maxUse\":1}}",
                "{\"verdict\":\"approve\",\"grant\":{\"maxUses\":\"1\"}}",
                "{\"verdict\":\"approve\",\"grant\":{\"maxFor\":\"1m\"}}",
                "{\"verdict\":\"approve\",\"grant\":{\"run\":\"yes\"}}",
                "{\"verdict\":\"approve\",\"grant\":{\"same\":\"namespace\"}}",
                "{\"verdict\":\"approve\",\"grant\":{\"same\":[7]}}",
                "{\"verdict\":\"approve\",\"grant\":{},\"arguments\":{}}",
                "{\"verdict\":\"reject\",\"grant\":{}}",
                "{\"verdict\":\"break-glass\",\"reason\":\"x\",\"arguments\":{}}",
                "{\"outcome\":\"ran\"}"
            })
    void a_decision_that_cannot_be_read_consumes_nothing(String body) {
        var reply = stand.post(DECISION, body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.detail()).contains("Nothing was changed");
        assertThat(stand.judge.chosen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"verdict\":\"approve\",\"verdict\":\"reject\"}",
                "{\"verdict\":\"approve\",\"arguments\":{\"n\":1,\"n\":2}}"
            })
    void what_is_said_twice_is_no_decision(String body) {
        var reply = stand.post(DECISION, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.detail()).contains("twice", "Nothing was changed");
        assertThat(stand.judge.chosen).isEmpty();
    }

    @Test
    void a_misspelled_field_names_the_nearest() {
        var reply = stand.post(DECISION, "{\"verdict\":\"approve\",\"verison\":1}");

        assertThat(reply.detail()).contains("Unknown field verison. Did you mean version?");
    }

    @Test
    void the_record_names_the_person_the_door_and_the_token() {
        stand.post(DECISION, YES);
        stand.send(Stand.DANA, "POST", DECISION, YES, "X-Countersign-Door", "cli");
        stand.send(Stand.PORTAL, "POST", DECISION, "{\"verdict\":\"approve\",\"as\":\"ana\"}");

        var speakers = stand.judge.chosen.stream().map(chose -> chose.speaker()).toList();
        assertThat(speakers.get(0).account()).isEqualTo("dana");
        assertThat(speakers.get(0).scheme()).isEqualTo("person");
        assertThat(speakers.get(0).assurance()).isEqualTo(Assurance.SIGNED);
        assertThat(speakers.get(0).evidence()).containsEntry("door", "api");
        assertThat(speakers.get(1).evidence()).containsEntry("door", "cli");
        assertThat(speakers.get(2).account()).isEqualTo("ana");
        assertThat(speakers.get(2).evidence()).containsEntry("token", "portal");
    }

    @Test
    void a_token_that_is_nobody_never_decides() {
        var operator = stand.send(Stand.CI, "POST", DECISION, YES);
        var admin = stand.send(Stand.ADMIN, "POST", DECISION, YES);
        var as = "{\"verdict\":\"approve\",\"as\":\"ana\"}";
        var pretender = stand.send(Stand.DANA, "POST", DECISION, as);

        assertThat(operator.status()).isEqualTo(403);
        assertThat(admin.status()).isEqualTo(403);
        assertThat(pretender.status()).isEqualTo(403);
        assertThat(stand.judge.chosen).isEmpty();
    }

    @Test
    void a_question_that_nobody_knows_is_404() {
        assertThat(stand.get("/api/v1/questions/q_0").status()).isEqualTo(404);
        assertThat(stand.post("/api/v1/questions/q_0/decision", YES).status()).isEqualTo(404);
    }
}
