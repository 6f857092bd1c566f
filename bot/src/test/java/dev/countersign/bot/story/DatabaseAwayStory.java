package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The database goes away under a running server and comes back: who asks meanwhile is told so, and
 * afterwards everything goes on by itself.
 */
@Timeout(180)
class DatabaseAwayStory {
    /** Longer than a lease: what nobody knows to be kept is looked at when that is over. */
    private static final Duration UNTIL_ALL_IS_WELL = Duration.ofSeconds(60);

    private static final int RUNS = 6;

    @RegisterExtension
    static final House house =
            House.with("ana in approvers", "dana in approvers").onPostgres();

    private final ApiCaller ana = house.api("ana");

    @AfterEach
    void everythingWorks() {
        await().atMost(UNTIL_ALL_IS_WELL)
                .until(() -> house.stranger().get("/readyz").status() == 200);
    }

    private static String change(String name) {
        return "Create a ConfigMap called " + name
                + " in the default namespace with the key message set to hello";
    }

    @Test
    void what_was_acknowledged_is_kept_and_everything_goes_on_and_runs_once() throws Exception {
        var runs = IntStream.range(0, RUNS)
                .mapToObj(i -> ana.asks(change("away-" + i)))
                .toList();
        var questions = runs.stream().map(ana::question).toList();
        var first = new CountDownLatch(1);
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var deciding = new ArrayList<Future<List<Integer>>>();
            for (var question : questions) {
                deciding.add(people.submit(() -> decide(question, first)));
            }
            first.await();
            house.postgres().stops();
            try {
                whoAsksMeanwhileIsToldSo(people, questions.getLast());
            } finally {
                house.postgres().begins();
            }
            for (var one : deciding) {
                assertThat(one.get()).as("answers to one person").isSubsetOf(200, 409, 503);
            }
        }
        for (int i = 0; i < RUNS; i++) {
            var run = runs.get(i);
            await().atMost(UNTIL_ALL_IS_WELL)
                    .until(() -> ana.run(run).path("phase").asText().equals("resting"));
            assertThat(ana.answer(run)).contains("away-" + i + " in default was created");
            house.cluster().changedOnce("default/away-" + i);
            var decided = ana.questionOf(questions.get(i).path("key").asText());
            assertThat(decided.path("decided").path("by").asText()).isEqualTo("ana");
        }
    }

    /** Tries until it is decided, and gives back all answers; 200 once at most. */
    private List<Integer> decide(JsonNode question, CountDownLatch first) {
        var answers = new ArrayList<Integer>();
        await().atMost(UNTIL_ALL_IS_WELL).until(() -> {
            answers.add(ana.approves(question).status());
            first.countDown();
            return Set.of(200, 409).contains(answers.getLast());
        });
        return answers;
    }

    private void whoAsksMeanwhileIsToldSo(ExecutorService people, JsonNode question)
            throws Exception {
        Map<String, Future<Reply>> replies = new HashMap<>();
        Callable<Reply> approves = () -> ana.approves(question);
        replies.put("decision", people.submit(approves));
        for (var path : List.of("/api/v1/runs", "/api/v1/questions", "/readyz", "/healthz")) {
            replies.put(path, people.submit(() -> ana.get(path)));
        }
        var terminal = people.submit(() -> house.cli("ana").types("questions"));

        assertThat(replies.get("/healthz").get().status()).isEqualTo(200);
        var ready = replies.get("/readyz").get();
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.at("causes").path(0).asText())
                .contains("the database " + house.postgres().url() + " cannot be used just now");
        for (var path : List.of("decision", "/api/v1/runs", "/api/v1/questions")) {
            var reply = replies.get(path).get();
            assertThat(reply.status()).as(path).isEqualTo(503);
            assertThat(reply.type()).startsWith("application/problem+json");
            assertThat(reply.detail())
                    .startsWith("The database does not answer")
                    .contains("again");
        }
        assertThat(replies.get("decision").get().detail()).contains("kept is not certain");
        assertThat(terminal.get().exit()).isEqualTo(1);
        assertThat(terminal.get().err()).contains("The database does not answer");
    }

    @Test
    void the_console_says_so_in_a_sentence_and_its_pages_live_on() throws Exception {
        var run = ana.asks(change("seen"));
        ana.question(run);
        try (var dana = house.browser("dana").opens("/inbox");
                var watching = house.browser("ana").opens("/runs/" + run)) {
            watching.page().evaluate("window.here = true");
            dana.reads("Apply ConfigMap seen");
            house.postgres().stops();

            try {
                dana.clicks("Approve");
                dana.readsInTheEnd("The database does not answer");
                dana.doesNotRead("Exception").doesNotRead("at org.");
            } finally {
                house.postgres().begins();
            }
            everythingWorks();
            dana.clicks("Approve");
            watching.readsInTheEnd("Approved by dana over web").readsInTheEnd("Answered");
            assertThat(watching.page().evaluate("window.here")).isEqualTo(true);
        }
        house.cluster().changedOnce("default/seen");
    }
}
