package dev.countersign.bot.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.engine.FrontDesk.Answer;
import dev.countersign.agent.engine.FrontDesk.Why;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Step;
import dev.countersign.agent.run.StoreSamples;
import dev.countersign.channels.DeliveryId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class RunsApiTest {

    private static final String START = "{\"agent\":\"hitl-agent\",\"message\":\"hi\"}";

    private final Stand stand = new Stand();

    @AfterEach
    void stop() {
        stand.close();
    }

    @Test
    void a_start_answers_201_with_the_id_and_speaks_as_the_tokens_person() {
        var reply = stand.post("/api/v1/runs", START);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().toString()).isEqualTo("{\"id\":\"r_1\"}");
        var words = stand.desk.words.getFirst();
        assertThat(words.person()).isEqualTo("dana");
        assertThat(words.agent()).isEqualTo("hitl-agent");
        assertThat(words.place().channel()).isEqualTo("api");
    }

    @Test
    void the_same_idempotency_key_gives_the_same_answer_twice() {
        var first = stand.send(Stand.DANA, "POST", "/api/v1/runs", START, "Idempotency-Key", "k1");
        var again = stand.send(Stand.DANA, "POST", "/api/v1/runs", START, "Idempotency-Key", "k1");
        var other = stand.send(Stand.CI, "POST", "/api/v1/runs", START, "Idempotency-Key", "k1");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json()).isNotEqualTo(other.json());
        assertThat(stand.desk.words.getFirst().delivery())
                .isEqualTo(new DeliveryId("api", "dana-cli:k1"));
        assertThat(stand.desk.words.get(0).place())
                .isEqualTo(stand.desk.words.get(1).place());
    }

    @Test
    void two_people_behind_one_front_end_may_use_the_same_idempotency_key() {
        var ids = Stream.of("ana", "dana", "ana")
                .map(name -> START.replace("}", ",\"as\":\"" + name + "\"}"))
                .map(body -> stand.send(
                        Stand.PORTAL, "POST", "/api/v1/runs", body, "Idempotency-Key", "k1"))
                .map(reply -> reply.json().path("id").asText())
                .toList();

        assertThat(ids.get(0)).isEqualTo(ids.get(2)).isNotEqualTo(ids.get(1));
    }

    @Test
    void actor_in_body_ignored() {
        stand.send(Stand.CI, "POST", "/api/v1/runs", START);
        var as = "{\"agent\":\"hitl-agent\",\"message\":\"hi\",\"as\":\"ana\"}";
        stand.send(Stand.PORTAL, "POST", "/api/v1/runs", as);

        assertThat(stand.desk.words.get(0).person()).isEqualTo("token:ci");
        assertThat(stand.desk.words.get(1).person()).isEqualTo("ana");
        assertThat(stand.send(Stand.PORTAL, "POST", "/api/v1/runs", START).status())
                .isEqualTo(422);
        assertThat(stand.send(Stand.CI, "POST", "/api/v1/runs", as).status()).isEqualTo(403);
        var ghost = as.replace("ana", "ghost");
        assertThat(stand.send(Stand.PORTAL, "POST", "/api/v1/runs", ghost).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "NO_SUCH_AGENT,422",
        "NO_SUCH_RUN,404",
        "CLOSED,409",
        "NOT_READY,503",
        "OVER_LIMIT,429"
    })
    void a_refusal_of_the_desk_has_its_status_and_sentence(Why why, int status) {
        stand.desk.always = Optional.of(new Answer.Refused(why, "No, because."));

        var reply = stand.post("/api/v1/runs", START);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo("application/problem+json");
        assertThat(reply.detail()).isEqualTo("No, because.");
    }

    @Test
    void a_run_shows_its_messages_calls_and_open_questions() {
        stand.waiting("r_7");

        var run = stand.get("/api/v1/runs/r_7").json();

        assertThat(run.path("phase").asText()).isEqualTo("acting");
        assertThat(run.path("answer").isNull()).isTrue();
        assertThat(run.path("requester").asText()).isEqualTo("ana");
        assertThat(run.path("messages").path(0).path("role").asText()).isEqualTo("user");
        assertThat(run.path("questions").toString()).isEqualTo("[\"q_1\"]");
        var call = run.path("calls").path(0);
        assertThat(call.path("state").asText()).isEqualTo("gated");
        assertThat(call.path("question").asText()).isEqualTo("q_1");
        assertThat(call.path("arguments").path("name").asText()).isEqualTo("y");
        assertThat(call.path("digest").asText()).isEqualTo("9c1e");
        assertThat(call.path("outcome").isNull()).isTrue();
    }

    @Test
    void secrets_in_what_was_said_are_masked() {
        var fresh = StoreSamples.fresh("r_8");
        stand.store.commit(
                StoreSamples.idle(fresh, StoreSamples.saying(fresh, "password=hunter2")));

        var reply = stand.get("/api/v1/runs/r_8");

        assertThat(reply.raw().body()).contains("password=***").doesNotContain("hunter2");
        assertThat(stand.get("/api/v1/runs").raw().body()).doesNotContain("hunter2");
    }

    @Test
    void secrets_in_arguments_are_masked_by_the_name_of_their_key() {
        var fresh = StoreSamples.fresh("r_9");
        var call = StoreSamples.call("c_9", 0, new CallState.Proposed(Optional.empty()))
                .edited("{\"name\":\"y\",\"password\":\"swordfish\"}");
        stand.store.commit(StoreSamples.idle(fresh, Step.stay(StoreSamples.acting(fresh, call))));

        var shown = stand.get("/api/v1/runs/r_9");

        var arguments = shown.json().path("calls").path(0).path("arguments");
        assertThat(arguments.path("name").asText()).isEqualTo("y");
        assertThat(shown.raw().body()).doesNotContain("swordfish");
    }

    @Test
    void runs_are_listed_by_phase_and_agent_from_behind_a_cursor() {
        stand.waiting("r_7");
        var fresh = StoreSamples.fresh("r_8");
        stand.store.commit(StoreSamples.idle(fresh, StoreSamples.saying(fresh, "hello")));

        var first = stand.get("/api/v1/runs?limit=1").json();
        var second = stand.get(
                        "/api/v1/runs?limit=1&after=" + first.path("next").asText())
                .json();
        var acting = stand.get("/api/v1/runs?phase=acting&agent=hitl-agent").json();

        assertThat(first.path("items").size()).isEqualTo(1);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(second.path("items").path(0))
                .isNotEqualTo(first.path("items").path(0));
        assertThat(acting.path("items").size()).isEqualTo(1);
        assertThat(acting.path("items").path(0).path("id").asText()).isEqualTo("r_7");
        assertThat(stand.get("/api/v1/runs?agent=other").json().path("items").isEmpty())
                .isTrue();
        assertThat(stand.get("/api/v1/runs?phase=asleep").status()).isEqualTo(422);
        assertThat(stand.get("/api/v1/runs?limit=0").status()).isEqualTo(422);
    }

    @Test
    void a_run_is_continued_and_cancelled_by_its_id() {
        stand.waiting("r_7");

        var said = stand.post("/api/v1/runs/r_7/messages", "{\"message\":\"and now?\"}");
        var cancelled = stand.send(Stand.DANA, "POST", "/api/v1/runs/r_7/cancel", "");

        assertThat(said.status()).isEqualTo(202);
        assertThat(said.json().path("id").asText()).isEqualTo("r_7");
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(stand.desk.cancelled).containsExactly("r_7 by dana");
    }

    @Test
    void one_key_for_messages_to_two_runs_makes_two_messages() {
        var message = "{\"message\":\"and now?\"}";
        stand.waiting("r_7");
        stand.waiting("r_8", "q_2");
        for (var run : List.of("r_7", "r_8", "r_7")) {
            var path = "/api/v1/runs/" + run + "/messages";
            stand.send(Stand.DANA, "POST", path, message, "Idempotency-Key", "1");
        }

        assertThat(stand.desk.words.stream().map(said -> said.delivery().id()))
                .containsExactly("dana-cli:1/r_7", "dana-cli:1/r_8", "dana-cli:1/r_7");
    }

    @Test
    void a_run_that_nobody_knows_is_404_everywhere() {
        assertThat(stand.get("/api/v1/runs/r_0").status()).isEqualTo(404);
        assertThat(stand.post("/api/v1/runs/r_0/messages", "{\"message\":\"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(stand.post("/api/v1/runs/r_0/cancel", "").status()).isEqualTo(404);
        assertThat(stand.get("/api/v1/runs/r_0/events").status()).isEqualTo(404);
    }
}
