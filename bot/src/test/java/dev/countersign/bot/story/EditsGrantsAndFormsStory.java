package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.bot.story.Oracle.Said;
import dev.countersign.channels.web.Browser;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** What a yes can carry, and the forms of the console, by which it is given without a script. */
@Timeout(120)
class EditsGrantsAndFormsStory {
    /** A model that forgets how many. */
    private static final Oracle MIND = new Oracle(heard -> heard.lastIs("tool")
            ? Said.words(heard.last())
            : Said.call("k8s_scale", "{\"name\":\"web\",\"namespace\":\"shop\"}"));

    @RegisterExtension
    static final House house = House.with("ana", "bo in approvers", "dana", "zoe in sre")
            .manifest(MIND.manifest("forgetful"))
            .manifest(Papers.agentUnder("filled", "missing: ask")
                    .replace("{ name: commands }", "{ name: forgetful }"))
            .manifest("""
                    apiVersion: countersign.dev/v1alpha1
                    kind: ApprovalPolicy
                    metadata: { name: sized }
                    spec:
                      rules:
                        - { match: { where: "int(args.replicas) > 5" }, decision: ask,
                            approvers: { people: [dana] } }
                    ---
                    """ + Papers.agent("sized"))
            .under("granting", "grants: { allow: true, maxFor: 30m, maxUses: 5 }")
            .under("glass", "approvers: { people: [dana] }, breakGlass: [sre], expireAfter: 1h");

    private final ApiCaller ana = house.api("ana");

    @AfterAll
    static void stop() {
        MIND.close();
    }

    /** Somebody in the console, at one question. */
    private static final class Desk implements AutoCloseable {
        private final Browser browser;
        private final String path;

        Desk(String person, JsonNode question) {
            browser = new Browser(house.url());
            path = "/questions/" + question.path("key").asText();
            browser.signIn(URI.create(house.loginLink(person)));
        }

        String page() {
            return Reply.words(browser.get(path).body());
        }

        int sends(Map<String, String> form) {
            return browser.post(path + "/decision", form).statusCode();
        }

        @Override
        public void close() {
            browser.close();
        }
    }

    private static Map<String, String> form(String verdict, String... fields) {
        var form = new java.util.HashMap<>(Map.of("verdict", verdict, "version", "1"));
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return form;
    }

    @Test
    void missing_arguments_are_filled_in_field_by_field_and_then_approved() {
        var run = ana.asks("filled", "scale web");
        var asked = ana.question(run);
        assertThat(asked.path("kind").asText()).isEqualTo("form");
        try (var desk = new Desk("ana", asked)) {
            assertThat(desk.page()).contains("replicas required");
            assertThat(desk.sends(form("fill", "f0", "many"))).isEqualTo(422);
            assertThat(desk.sends(form("fill", "f0", "4"))).isEqualTo(303);
        }
        ana.run(
                run,
                now -> now.path("questions").toString().contains("q_")
                        && !now.path("questions")
                                .toString()
                                .contains(asked.path("key").asText()));
        var approval = ana.question(run);
        assertThat(approval.path("kind").asText()).isEqualTo("approve");
        assertThat(approval.path("call").path("arguments").path("replicas").asInt())
                .isEqualTo(4);
        assertThat(house.api("bo").approves(approval).status()).isEqualTo(200);
        ana.ended(run);
        house.cluster().changedOnce("shop/web");
    }

    @Test
    void an_edit_into_a_stricter_rule_asks_its_people() {
        var run = ana.asks("sized", "scale deploy checkout 3 -n shop");
        var question = ana.question(run);
        var edit = ApiCaller.object().put("verdict", "approve");
        var arguments = (ObjectNode) question.path("call").path("arguments").deepCopy();
        edit.set("arguments", arguments.put("replicas", 9));

        assertThat(ana.decides(question, edit).status()).isEqualTo(202);

        var second = ana.questionOf(question.path("key").asText());
        assertThat(second.path("version").asInt()).isEqualTo(2);
        assertThat(second.path("mayDecide").path("people").toString()).contains("dana");
        assertThat(ana.approves(second).status()).isEqualTo(403);
        assertThat(house.api("bo").approves(second).status()).isEqualTo(403);
        house.cluster().neverChanged("shop/checkout");
        assertThat(house.api("dana").approves(second).status()).isEqualTo(200);
        assertThat(ana.ended(run).at("/calls/0/arguments/replicas").asInt()).isEqualTo(9);
    }

    @Test
    void a_yes_holds_for_a_run_or_for_so_many_uses_and_no_further() {
        var run = ana.asks("granting", "scale deploy payments 3 -n shop");
        try (var desk = new Desk("bo", ana.question(run))) {
            assertThat(desk.page()).contains("Approve, and for later calls too");
            assertThat(desk.sends(form("grant", "for", "run", "uses", "5"))).isEqualTo(303);
        }
        ana.ended(run);
        ana.says(run, "scale deploy payments 4 -n shop");
        ana.run(
                run,
                now -> now.path("calls").size() == 2
                        && now.path("phase").asText().equals("resting"));

        var other = ana.asks("granting", "scale deploy payments 5 -n shop");
        var once = ApiCaller.object().put("verdict", "approve");
        once.putObject("grant").put("maxUses", 1);
        assertThat(house.api("bo").decides(ana.question(other), once).status()).isEqualTo(200);
        ana.ended(other);
        ana.ended(ana.asks("granting", "scale deploy payments 6 -n shop"));
        var used = ana.asks("granting", "scale deploy payments 7 -n shop");
        ana.cancels(ana.question(used).path("run").asText());
    }

    @Test
    void the_glass_is_broken_and_an_expired_call_asked_again_in_the_console() {
        var run = ana.asks("glass", "scale deploy kagent-ui 2 -n kagent");
        var question = ana.question(run);
        house.clock().passes(Duration.ofHours(1));
        ana.ended(run);
        try (var desk = new Desk("ana", question)) {
            assertThat(desk.page()).contains("Expired", "Ask again");
            assertThat(desk.sends(form("ask-again"))).isEqualTo(303);
        }
        var again = ana.question(run);
        try (var desk = new Desk("zoe", again)) {
            assertThat(desk.page()).contains("Emergency: break the glass");
            assertThat(desk.sends(form("break-glass", "reason", " "))).isEqualTo(422);
            assertThat(desk.sends(form("break-glass", "reason", "The site is down")))
                    .isEqualTo(303);
        }
        ana.ended(run);
        house.cluster().changedOnce("kagent/kagent-ui");
    }
}
