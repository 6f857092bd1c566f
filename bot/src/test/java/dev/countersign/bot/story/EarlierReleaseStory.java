package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.StreamSupport;

/** What waited in the database of an earlier release goes on under this one, as if nothing was. */
class EarlierReleaseStory {
    private static final Legacy KEPT =
            new Legacy(Path.of("src", "test", "resources", "release-1.sql"));

    @RegisterExtension
    static final House house = house();

    private final ApiCaller ana = house.api("ana");
    private final ApiCaller dana = house.api("dana");

    private static House house() {
        var house = House.with("ana in approvers", "dana in approvers");
        return Boolean.getBoolean("countersign.release") ? house : house.leftBehind(KEPT);
    }

    private static String change(String name) {
        return "Create a ConfigMap called " + name
                + " in the default namespace with the key message set to hello";
    }

    private JsonNode waiting(String title) {
        var items = ana.get("/api/v1/questions?state=open").at("items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(question -> question.toString().contains(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError(title + " does not wait in " + items));
    }

    private String run(JsonNode question) {
        return question.path("run").asText();
    }

    @Test
    void old_release_run_resumes_on_new() {
        var question = waiting("kept-yes");
        assertThat(dana.approves(question).status()).isEqualTo(200);
        assertThat(ana.answer(run(question))).contains("kept-yes in default was created");
        house.cluster().changedOnce("default/kept-yes");
        ana.says(run(question), "List all pods in the kagent namespace");
        ana.run(run(question), now -> now.path("answer").asText().contains("kagent"));
    }

    @Test
    void a_refusal_and_an_answer_go_to_the_run_that_waited_for_them() {
        var question = waiting("kept-no");
        assertThat(dana.rejects(question, "not any more").status()).isEqualTo(200);
        assertThat(ana.answer(run(question))).contains("not any more");
        house.cluster().neverChanged("default/kept-no");
        var asked = waiting("\"kind\":\"ask\"");
        assertThat(ana.answers(asked, "kept-space").status()).isEqualTo(200);
        var then = ana.question(run(asked));
        assertThat(dana.approves(then).status()).isEqualTo(200);
        assertThat(ana.answer(run(asked))).contains("kept-space");
    }

    @Test
    void what_was_decided_then_still_is_and_the_record_holds() {
        var runs = ana.get("/api/v1/runs").at("items");
        var done = StreamSupport.stream(runs.spliterator(), false)
                .filter(run -> run.path("title").asText().contains("kept-done"))
                .findFirst()
                .orElseThrow();
        var run = ana.run(done.path("id").asText());
        assertThat(run.path("answer").asText()).contains("kept-done in default was created");
        var key = run.at("/calls/0/question").asText();
        var again = dana.rejects(ana.questionOf(key), "too late");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail()).contains("approved by dana");
    }

    /** Writes what this release leaves: {@code -Dcountersign.release=true}, for each format. */
    @Test
    @EnabledIfSystemProperty(named = "countersign.release", matches = "true")
    void what_this_release_leaves_behind_is_kept() throws IOException, SQLException {
        dana.approves(ana.question(ana.asks(change("kept-done"))));
        ana.question(ana.asks(change("kept-yes")));
        ana.question(ana.asks(change("kept-no")));
        ana.question(ana.asks("Set up a namespace for my application"));
        house.stops();
        KEPT.keep(house.folder().resolve("data"));
        house.begin();
    }
}
