package dev.countersign.bot.story;

import static dev.countersign.bot.story.ApiCaller.PATIENCE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.channels.email.hook.SignedHook;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A program of one's own is told what happens, signed, and again when it did not listen. */
class ToldByCallbackStory {
    private static final String SECRET = "whsec_bm90IGEgcmVhbCBzZWNyZXQgYXQgYWxs";
    private static final Listener portal = new Listener();

    @RegisterExtension
    static final House house = House.with("ana in approvers", "dana in approvers")
            .setting("callbacks: [ { name: portal, url: \"" + portal.url() + "\", secret: " + SECRET
                    + " } ]");

    private final ApiCaller ana = house.api("ana");

    @AfterAll
    static void nobody_listens_any_more() {
        portal.close();
    }

    @BeforeEach
    void it_listens() {
        portal.answers(204);
    }

    private static List<String> told(String run) {
        return portal.about(run).stream()
                .map(message -> message.at("/type").asText())
                .toList();
    }

    private String decided(String name) {
        var run = ana.asks("Create a ConfigMap called " + name
                + " in the default namespace with the key message set to hi");
        house.api("dana").approves(ana.question(run));
        ana.ended(run);
        return run;
    }

    @Test
    void a_question_its_decision_and_the_end_are_told_in_order_and_signed() {
        var run = decided("told");

        await().atMost(PATIENCE).until(() -> told(run).size() == 3);
        assertThat(told(run))
                .containsExactly("question.opened", "question.decided", "run.finished");
        assertThat(portal.about(run).get(1).at("/data/by").asText()).isEqualTo("dana");
        var hook = new SignedHook(SECRET);
        assertThat(portal.heard())
                .allMatch(knock -> hook.signed(knock, house.clock().instant()));
    }

    @Test
    void what_was_not_heard_is_told_again_under_the_same_name() {
        portal.answers(500);
        var run = decided("again");
        await().atMost(PATIENCE).until(() -> told(run).size() >= 3);

        portal.answers(204);
        house.clock().passes(Duration.ofSeconds(6));
        decided("wake");

        await().atMost(PATIENCE).until(() -> told(run).size() == 6);
        var ids = portal.heard().stream()
                .filter(knock -> new String(knock.body()).contains(run))
                .map(knock -> knock.header("webhook-id").orElse(""))
                .distinct();
        assertThat(ids).hasSize(3);
    }

    @Test
    void what_was_given_up_is_listed_and_can_be_replayed() {
        portal.answers(500);
        var run = decided("dead");
        var admin = house.api("admin");
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            house.clock().passes(Duration.ofHours(11));
            ana.ended(ana.asks("List all pods in the kagent namespace"));
            return dead(admin).size() >= 3;
        });

        portal.answers(204);
        var before = told(run).size();
        dead(admin).forEach(one -> assertThat(
                        admin.post("/api/v1/callbacks/" + one.at("/id").asText() + "/replay", "")
                                .status())
                .isEqualTo(202));

        await().atMost(PATIENCE).until(() -> told(run).size() >= before + 3);
        assertThat(ana.get("/api/v1/callbacks").status()).isEqualTo(403);
        assertThat(admin.post("/api/v1/callbacks/999999/replay", "").status()).isEqualTo(404);
    }

    private static List<JsonNode> dead(ApiCaller admin) {
        var items = admin.get("/api/v1/callbacks?state=dead&limit=200").at("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    @Test
    void what_happened_while_the_server_was_down_is_told_when_it_is_back() {
        portal.answers(503);
        var run = decided("restart");
        house.restarts();
        portal.answers(204);
        house.clock().passes(Duration.ofMinutes(10));
        decided("back");
        await().atMost(PATIENCE).until(() -> told(run).stream().distinct().count() == 3);
    }
}
