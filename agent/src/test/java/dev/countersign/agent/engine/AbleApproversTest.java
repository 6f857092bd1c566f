package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.Rule;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.kubernetes.ClusterAccess;
import dev.countersign.agent.tool.kubernetes.KubernetesTools;
import dev.countersign.agent.tool.kubernetes.sandbox.Fault;
import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;
import dev.countersign.channels.Card.Fact;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Person;
import dev.countersign.channels.Questions.Reply;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A rule with approverMustBeAble counts a yes only from who could do the call themselves. */
class AbleApproversTest {
    private static final String DELETE = "{\"resource_type\":\"configmap\","
            + "\"resource_name\":\"web-config\",\"namespace\":\"shop\"}";
    private static final String SCALE =
            "{\"name\":\"web\",\"namespace\":\"shop\",\"replicas\":\"5\"}";

    private final Workplace office = new Workplace();
    private final Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(office.clock));
    private final ClusterAccess cluster =
            ClusterAccess.sandbox(URI.create(sandbox.url()), ClusterAccess.Times.USUAL);

    @BeforeEach
    void aRuleThatWantsAblePeople() {
        KubernetesTools.all(cluster, office.clock).forEach(office::<Tool>with);
        knows("dana", "dana@example.com");
        knows("li", "li@example.com");
        office.under(new Rule(
                "able",
                new Rule.Match(
                        List.of("k8s_*", "other"),
                        List.of(),
                        Set.of(),
                        List.of(),
                        List.of(),
                        Rule.Condition.ALWAYS),
                Rule.Decision.ASK,
                new Terms(
                        Optional.of(new Rule.Named(Set.of("dana", "li"), Set.of(), false, true, 1)),
                        Terms.DEFAULT.level(),
                        Terms.DEFAULT.assurance(),
                        List.of(),
                        Terms.DEFAULT.schedule(),
                        Optional.of(new Rule.GrantTerms(java.time.Duration.ofHours(1), 5)),
                        true,
                        List.of(),
                        Set.of(),
                        Set.of())));
    }

    @AfterEach
    void stop() {
        office.close();
        cluster.close();
        sandbox.close();
    }

    private void knows(String name, String user) {
        office.people.put(
                name, new Person(name, Set.of("sre"), Map.of("kubernetes", Set.of(user))));
    }

    private Question asked(String tool, String arguments) {
        office.takes(Town.calls(Town.call(tool, arguments)), Town.says("Done."));
        return office.asks(office.hears("please"));
    }

    private void isRefused(Reply reply, String... why) {
        assertThat(reply.verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(reply.sentence())
                .startsWith("Rule able counts a yes only from who could do this themselves.")
                .contains(why)
                .endsWith("Your answer changed nothing.");
        assertThat(sandbox.tally().changed()).isZero();
    }

    @Test
    void an_approver_without_the_right_is_refused_and_one_who_has_it_decides() {
        sandbox.deny("dana@example.com", "delete", "configmaps");
        var question = asked("k8s_delete_resource", DELETE);
        assertThat(question.card().facts())
                .contains(new Fact("A yes counts", "from who could do this themselves"));

        isRefused(
                office.approves("dana", question.key()),
                "dana@example.com may not delete configmaps in shop on sandbox.");

        assertThat(office.approves("li", question.key()).verdict()).isEqualTo(Verdict.RECORDED);
        office.until(question(question), run -> run.questions().isEmpty());
        office.rests(question(question));
        assertThat(sandbox.tally().changed("delete", "ConfigMap", "shop", "web-config"))
                .isEqualTo(1);
    }

    private String question(Question q) {
        return office.stores.archive().question(q.key()).orElseThrow().run();
    }

    @Test
    void a_right_by_a_group_counts_and_is_looked_up_when_somebody_decides() {
        sandbox.add(Fault.on(new Fault.Act.Deny(), "patch", "deployments").by("group:sre"));
        var question = asked("k8s_scale", SCALE);
        isRefused(office.approves("dana", question.key()), "may not patch deployments in shop");

        sandbox.clearFaults();

        assertThat(office.approves("dana", question.key()).verdict()).isEqualTo(Verdict.RECORDED);
    }

    @Test
    void what_cannot_be_found_out_is_no_yes() {
        var question = asked("k8s_scale", SCALE);
        sandbox.add(Fault.on(new Fault.Act.Code(500, 0), "create", "subjectaccessreviews"));
        isRefused(office.approves("dana", question.key()), "cannot be found out now");
        sandbox.clearFaults();
        sandbox.deny("*", "create", "subjectaccessreviews");
        isRefused(office.approves("dana", question.key()), "cannot be found out now");
        sandbox.clearFaults();

        office.people.put("dana", new Person("dana", Set.of(), Map.of()));
        isRefused(
                office.approves("dana", question.key()),
                "No Kubernetes user is known for dana. An administrator sets one");
    }

    @Test
    void a_tool_that_cannot_say_who_could_is_approved_by_nobody() {
        office.with(CountingTool.of("other", ToolClass.WRITE));
        var question = asked("other", "{}");
        isRefused(office.approves("dana", question.key()), "what other does cannot be found out");
    }

    @Test
    void anybody_who_may_decide_may_say_no() {
        sandbox.deny("dana@example.com", "*", "*");
        var question = asked("k8s_scale", SCALE);
        assertThat(office.rejects("dana", question.key(), "not now").verdict())
                .isEqualTo(Verdict.RECORDED);
    }

    @Test
    void who_changes_the_arguments_without_the_right_needs_another_person() {
        sandbox.deny("dana@example.com", "patch", "deployments");
        var question = asked("k8s_scale", SCALE);

        var reply = office.chooses(
                "dana", question.key(), new Choice.Edit(SCALE.replace("5", "4"), Optional.empty()));

        assertThat(reply.verdict()).isEqualTo(Verdict.COUNTED);
        assertThat(reply.sentence()).contains("version 2 waits for another person");
        assertThat(sandbox.tally().changed()).isZero();
        assertThat(office.approves("li", question.key()).verdict()).isEqualTo(Verdict.RECORDED);
        office.rests(question(question));
        assertThat(sandbox.tally().changed()).isEqualTo(1);
    }

    @Test
    void no_yes_holds_for_later_calls() {
        assertThat(asked("k8s_scale", SCALE).gate().grants()).isEmpty();
    }
}
