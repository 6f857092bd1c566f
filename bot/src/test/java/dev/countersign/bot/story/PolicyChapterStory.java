package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the README's chapter on policies says, sentence by sentence, beside WhoMayDecideStory. */
class PolicyChapterStory {
    /** As it stands in the chapter, but for the namespace. */
    private static final String PLATFORM = fromTheChapter().replace("\"prod\"", "\"shop\"");

    @RegisterExtension
    static final House house = House.with(
                    "ana",
                    "bo in approvers",
                    "dana in oncall, security",
                    "li in oncall",
                    "kim in oncall",
                    "mo",
                    "zoe in sre")
            .person("absent", "away: { until: 2099-01-01, delegate: mo }")
            .manifest(PLATFORM)
            .manifest(policy("stages", """
                    decision: ask, approvers: { stages: [ { name: on-call, groups: [oncall] }, \
                    { name: security, groups: [security, leads] } ] }"""))
            .manifest(policy("absent", "decision: ask, approvers: { people: [absent] }"))
            .manifest(policy(
                    "glass", "decision: ask, approvers: { people: [dana] }, breakGlass: [sre]"))
            .manifest(policy("noted", "decision: audit"))
            .manifest(policy("outside", "decision: allow, run: outside"))
            .manifest(policy("brief", "decision: ask, expireAfter: 1h"))
            .manifest(policy(
                    "granting", "decision: ask, grants: { allow: true, maxFor: 30m, maxUses: 5 }"));

    private final ApiCaller ana = house.api("ana");

    private static String fromTheChapter() {
        try {
            var chapter = Files.readString(Path.of("..", "README.md"))
                    .split("## Who must say yes: policies")[1];
            return chapter.split("```yaml\n")[1].split("```")[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String policy(String name, String terms) {
        return Papers.policy(name, "class: [write]", terms) + "---\n" + Papers.agent(name);
    }

    private int by(String person, JsonNode question) {
        return house.api(person).approves(question).status();
    }

    @Test
    void two_of_the_platform_on_call_not_the_requester_within_four_hours_then_the_leads() {
        var run = house.api("dana").asks("platform", "scale deploy web 4 -n shop");
        var question = ana.question(run);
        assertThat(by("dana", question)).isEqualTo(403);
        assertThat(by("bo", question)).isEqualTo(403);
        assertThat(by("li", question)).isEqualTo(202);
        assertThat(by("ana", question)).isEqualTo(403);
        house.clock().passes(Duration.ofHours(2));
        ana.run(run, now -> ana.questionOf(question.path("key").asText())
                .path("mayDecide")
                .path("groups")
                .toString()
                .contains("leads"));
        assertThat(by("ana", question)).isEqualTo(200);
        assertThat(ana.ended(run).path("calls").path(0).path("state").asText()).isEqualTo("done");

        var elsewhere = house.api("dana").asks("platform", "scale deploy kagent-ui 2 -n kagent");
        assertThat(by("dana", ana.question(elsewhere))).isEqualTo(200);

        var late = house.api("dana").asks("platform", "scale deploy web 5 -n shop");
        var nobody = ana.question(late);
        house.clock().passes(Duration.ofHours(4));
        assertThat(ana.answer(late)).contains("no decision was made within");
        assertThat(by("li", nobody)).isEqualTo(410);
    }

    @Test
    void stages_are_asked_one_after_the_other_and_the_card_says_who_has_agreed() {
        var run = house.api("bo").asks("stages", "scale deploy checkout 4 -n shop");
        var question = ana.question(run);
        assertThat(by("ana", question)).isEqualTo(403);
        assertThat(by("dana", question)).isEqualTo(202);
        var now = ana.questionOf(question.path("key").asText());
        assertThat(now.path("mayDecide").path("progress").toString())
                .contains("Stage on-call: passed, approved by dana", "Stage security: open");
        assertThat(by("dana", question)).isEqualTo(409);
        assertThat(by("ana", question)).isEqualTo(200);
        ana.ended(run);
    }

    @Test
    void a_delegate_decides_for_who_is_away_and_both_are_on_the_record() {
        var run = ana.asks("absent", "scale deploy payments 2 -n shop");
        var question = ana.question(run);
        assertThat(by("li", question)).isEqualTo(403);
        assertThat(by("mo", question)).isEqualTo(200);
        var decided = ana.questionOf(question.path("key").asText()).path("decided");
        assertThat(decided.path("by").asText()).isEqualTo("mo for absent");
    }

    @Test
    void breaking_the_glass_takes_a_reason_and_is_told_to_everybody() {
        var second = ana.asks("glass", "scale deploy kagent-tools 2 -n kagent");
        var question = ana.question(second);
        var glass = ApiCaller.object().put("verdict", "break-glass");
        assertThat(house.api("zoe").decides(question, glass).status()).isEqualTo(422);
        glass.put("reason", "the shop is down");
        var key = question.path("key").asText();
        var typed = house.cli("dana").types("approve", "--break-glass", "--reason", "x", key);
        assertThat(typed.err()).contains("lets nobody break the glass but the groups");
        assertThat(house.api("zoe").decides(question, glass).status()).isEqualTo(200);
        ana.ended(second);
        var decided = ana.questionOf(question.path("key").asText()).path("decided");
        assertThat(decided.path("reason").asText()).isEqualTo("Glass broken: the shop is down");
    }

    @Test
    void audit_runs_at_once() {
        var run = ana.asks("noted", "scale deploy coredns 3 -n kube-system");
        assertThat(ana.ended(run).path("calls").path(0).path("state").asText()).isEqualTo("done");
    }

    @Test
    void what_runs_outside_is_reported_by_its_signed_link_once() {
        var run = ana.asks("outside", "scale deploy kagent-controller 2 -n kagent");
        var question = ana.question(run);
        assertThat(question.path("kind").asText()).isEqualTo("external");
        var link = URI.create(question.path("callback").asText()).getPath();
        var ran = ApiCaller.object().put("result", "ran").put("text", "done by hand");
        var stranger = house.stranger();
        assertThat(stranger.post(link + "x", ran).status()).isEqualTo(401);
        assertThat(stranger.post(link, ApiCaller.object()).status()).isEqualTo(422);
        assertThat(stranger.post(link, ran).status()).isEqualTo(200);
        assertThat(stranger.post(link, ran).status()).isEqualTo(409);
        assertThat(ana.ended(run).path("calls").path(0).path("outcome").toString())
                .contains("Reported by callback, not by the tool: done by hand");
        house.cluster().neverChanged("kagent/kagent-controller");
    }

    @Test
    void what_runs_outside_is_reported_in_words_and_the_run_goes_on() {
        var run = ana.asks("outside", "scale deploy coredns 4 -n kube-system");
        var report = ApiCaller.object();
        report.putArray("requirements")
                .addObject()
                .put("id", ana.question(run).path("key").asText())
                .put("result", "scaled it by hand");
        var reply = ana.post("/api/v1/runs/" + run + "/continue", report);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(ana.ended(run).path("calls").path(0).path("outcome").toString())
                .contains("scaled it by hand");
    }

    @Test
    void an_expired_question_is_asked_again_as_a_new_one() {
        var run = ana.asks("brief", "scale deploy web 7 -n shop");
        var old = ana.question(run);
        var path = "/api/v1/questions/" + old.path("key").asText() + "/reask";
        assertThat(ana.post(path, "").status()).isEqualTo(422);
        house.clock().passes(Duration.ofHours(1));
        ana.ended(run);
        assertThat(house.api("li").post(path, "").status()).isEqualTo(403);
        assertThat(ana.post(path, "").status()).isEqualTo(201);
        var again = ana.question(run);
        assertThat(again.path("key")).isNotEqualTo(old.path("key"));
        assertThat(ana.post(path, "").status()).isEqualTo(409);
        assertThat(by("bo", again)).isEqualTo(200);
        ana.ended(run);
    }

    @Test
    void several_calls_are_decided_together_and_what_is_left_out_stays_open() {
        var run = ana.asks("hitl-agent", """
                scale deploy web 2 -n shop
                scale deploy checkout 2 -n shop
                scale deploy payments 3 -n shop""");
        var questions = ana.questions(run, 3);
        var body = ApiCaller.object();
        var list = body.putArray("decisions");
        list.addObject()
                .put("question", questions.get(0).path("key").asText())
                .put("verdict", "approve");
        list.addObject()
                .put("question", questions.get(1).path("key").asText())
                .put("verdict", "reject");
        var path = "/api/v1/runs/" + run + "/decisions";
        assertThat(house.api("bo").post(path, body).json().path("items")).hasSize(2);
        var left = ana.questions(run, 1).getFirst();
        assertThat(left.path("key")).isEqualTo(questions.get(2).path("key"));
        var all = ApiCaller.object();
        all.putObject("all").put("verdict", "approve");
        assertThat(house.api("bo").post(path, all).status()).isEqualTo(422);
        all.putArray("shown").addObject().put("question", left.path("key").asText());
        assertThat(house.api("bo").post(path, all).json().at("/items/0/status").asInt())
                .isEqualTo(200);
        ana.ended(run);
    }

    @Test
    void requirements_are_listed_resolved_one_by_one_and_then_the_run_goes_on() {
        var run = ana.asks("hitl-agent", """
                scale deploy web 3 -n shop
                scale deploy checkout 3 -n shop""");
        ana.questions(run, 2);
        var path = "/api/v1/runs/" + run;
        var active = ana.get(path + "/requirements").json().path("active_requirements");
        assertThat(active).hasSize(2).allSatisfy(r -> {
            assertThat(r.path("needs_confirmation").asBoolean()).isTrue();
            assertThat(r.path("member_agent_name").asText()).isEqualTo("hitl-agent");
        });
        assertThat(active.at("/0/tool/tool_name").asText()).isEqualTo("k8s_scale");
        var first = ApiCaller.object();
        first.putArray("requirements")
                .addObject()
                .put("id", active.at("/0/id").asText())
                .put("confirmed", true);
        var bo = house.api("bo");
        assertThat(bo.post(path + "/requirements", first)
                        .json()
                        .path("is_paused")
                        .asBoolean())
                .isTrue();
        assertThat(bo.post(path + "/continue", "").status()).isEqualTo(409);
        var rest = ApiCaller.object();
        rest.putArray("requirements")
                .addObject()
                .put("id", active.at("/1/id").asText())
                .put("confirmed", false)
                .put("note", "too many");
        assertThat(bo.post(path + "/continue", rest).status()).isEqualTo(200);
        assertThat(ana.answer(run)).contains("too many");
    }

    @Test
    void a_grant_clears_the_next_call_until_it_is_taken_back() {
        var run = ana.asks("granting", "scale deploy web 6 -n shop");
        var yes = ApiCaller.object().put("verdict", "approve");
        var grant = yes.putObject("grant").put("maxFor", "PT30M").put("maxUses", 5);
        grant.putArray("same").add("namespce");
        assertThat(house.api("bo").decides(ana.question(run), yes).detail()).contains("namespce");
        grant.putArray("same").add("namespace");
        assertThat(house.api("bo").decides(ana.question(run), yes).status()).isEqualTo(200);
        ana.ended(run);
        var next = ana.asks("granting", "scale deploy web 8 -n shop");
        assertThat(ana.ended(next).path("calls").path(0).path("state").asText()).isEqualTo("done");
        var grants = ana.get("/api/v1/grants").json().path("items");
        assertThat(grants).hasSize(1);
        assertThat(grants.path(0).path("rule").asText()).isEqualTo("granting#1");
        assertThat(grants.at("/0/arguments/namespace").asText()).isEqualTo("shop");
        var id = grants.path(0).path("id").asText();
        var bo = house.api("bo");
        assertThat(bo.send(bo.request("/api/v1/grants/" + id).DELETE()).status())
                .isEqualTo(204);
        var asked = ana.asks("granting", "scale deploy web 9 -n shop");
        ana.cancels(ana.question(asked).path("run").asText());
    }
}
