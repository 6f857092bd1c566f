package dev.countersign.agent.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.Policy;
import dev.countersign.agent.gate.Rule;
import dev.countersign.agent.gate.Rule.GrantTerms;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.run.Gate.OnExpiry;
import dev.countersign.agent.run.Gate.Rung;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card.Level;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class PolicyTest {
    private static final Path EXAMPLES = Path.of("../manifests/examples");

    @TempDir
    Path temp;

    Folder folder;

    @BeforeEach
    void peopleAndPlaces() throws IOException {
        folder = new Folder(temp)
                .with("people.yaml", Files.readString(EXAMPLES.resolve("people.yaml")));
    }

    private Policy policy(String rule) throws IOException {
        folder.with("p.yaml", document(rule));
        try (var catalog = folder.catalog()) {
            assertThat(folder.errors(catalog)).isEmpty();
            return catalog.now().policies().get("p");
        }
    }

    private List<String> errors(String rule) throws IOException {
        folder.with("p.yaml", document(rule));
        try (var catalog = folder.catalog()) {
            assertThat(catalog.now().policies()).isEmpty();
            return folder.errors(catalog).stream()
                    .map(e -> e.replace(" It is not loaded; the other documents are.", ""))
                    .toList();
        }
    }

    private List<String> warnings(String rule) throws IOException {
        folder.with("p.yaml", document(rule));
        try (var catalog = folder.catalog()) {
            assertThat(catalog.now().policies()).containsKey("p");
            return folder.warnings(catalog);
        }
    }

    private static String document(String rule) {
        return """
                apiVersion: countersign.dev/v1alpha1
                kind: ApprovalPolicy
                metadata: { name: p }
                spec:
                  rules:
                """ + "    - " + rule.strip().replace("\n", "\n      ") + "\n";
    }

    @Test
    void the_example_of_two_approvers_says_all_that_a_rule_can_say() throws IOException {
        folder.with("p.yaml", Files.readString(EXAMPLES.resolve("two-approvers.yaml")));
        try (var catalog = folder.catalog()) {
            assertThat(catalog.now().problems()).isEmpty();
            var policy = catalog.now().policies().get("production");
            assertThat(policy.defaults()).isEqualTo(Policy.Defaults.SAFE);
            var rule = policy.rules().getFirst();
            assertThat(rule.name()).isEqualTo("prod-writes");
            assertThat(rule.decision()).isEqualTo(Rule.Decision.ASK);
            assertThat(rule.match().tools()).containsExactly("k8s_*");
            assertThat(rule.match().classes()).containsExactly(ToolClass.WRITE);
            assertThat(rule.match().where())
                    .hasToString("targets.exists(t, t.namespace == \"prod\")");
            assertThat(rule.terms())
                    .isEqualTo(new Rule.Terms(
                            Optional.of(
                                    new Named(Set.of("dana"), Set.of("oncall"), false, false, 2)),
                            Level.HIGH,
                            Assurance.ALIGNED,
                            List.of("ops-slack"),
                            new Schedule(
                                    List.of(Duration.ofMinutes(30)),
                                    List.of(new Rung(Duration.ofHours(2), List.of("leads-mail"))),
                                    Optional.of(Duration.ofHours(4)),
                                    OnExpiry.REJECT),
                            Optional.of(new GrantTerms(Duration.ofMinutes(30), 5))));
        }
    }

    @Test
    void a_rule_that_says_only_ask_has_the_terms_of_the_built_in_policy() throws IOException {
        var rule = policy("decision: ask").rules().getFirst();

        assertThat(rule.terms()).isEqualTo(Rule.Terms.DEFAULT);
        assertThat(rule.name()).isEqualTo("p#1");
    }

    @Test
    void a_shorter_end_brings_its_own_reminders_and_never_is_said_by_name() throws IOException {
        var day = policy("decision: ask\nexpireAfter: PT1H")
                .rules()
                .getFirst()
                .terms()
                .schedule();
        var never = policy("decision: ask\nexpireAfter: never").rules().getFirst();

        assertThat(day.remindAfter())
                .containsExactly(Duration.ofMinutes(30), Duration.ofMinutes(48));
        assertThat(never.terms().schedule().expireAfter()).isEmpty();
        assertThat(never.terms().schedule().remindAfter()).isEmpty();
    }

    @Test
    void self_is_allowed_only_in_words() throws IOException {
        var rule = policy("decision: ask\napprovers: { people: [dana], self: allow }");

        assertThat(rule.rules().getFirst().terms().approvers().orElseThrow().self())
                .isTrue();
    }

    @Test
    void a_rule_that_names_nobody_is_refused() throws IOException {
        assertThat(errors("decision: ask\napprovers: {}"))
                .containsExactly("p.yaml:7 ApprovalPolicy p, spec.rules[0].approvers: Nobody is"
                        + " named, so nobody could approve what this rule meets. Name people or"
                        + " groups, or write decision: deny.");
    }

    @Test
    void a_quorum_larger_than_the_group_is_refused() throws IOException {
        assertThat(errors("decision: ask\napprovers:\n  groups: [oncall]\n  count: 3"))
                .containsExactly("p.yaml:9 ApprovalPolicy p, spec.rules[0].approvers.count: The"
                        + " quorum of 3 is larger than the group: only 2 can decide.");
    }

    @Test
    void a_group_that_nobody_is_in_is_refused_with_the_nearest_name() throws IOException {
        assertThat(errors("decision: ask\napprovers: { groups: [oncal], count: 2 }"))
                .containsExactly("p.yaml:7 ApprovalPolicy p, spec.rules[0].approvers.groups[0]: No"
                        + " Person is in the group oncal. Did you mean oncall?");
    }

    @Test
    void time_approves_only_what_cannot_destroy() throws IOException {
        assertThat(policy("match: { class: [read, write] }\ndecision: ask\nonExpiry: approve")
                        .rules()
                        .getFirst()
                        .terms()
                        .schedule()
                        .onExpiry())
                .isEqualTo(OnExpiry.APPROVE);
        assertThat(errors("decision: ask\nonExpiry: approve"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:7 ApprovalPolicy p, spec.rules[0].onExpiry: Time approves no"
                        + " destructive call.");
        assertThat(errors("match: { class: [unknown] }\ndecision: ask\nonExpiry: approve"))
                .hasSize(1);
    }

    @Test
    void an_approver_may_have_to_be_able_and_time_is_not() throws IOException {
        assertThat(policy("decision: ask").rules().getFirst().terms().mustBeAble())
                .isFalse();
        assertThat(policy("decision: ask\napproverMustBeAble: true")
                        .rules()
                        .getFirst()
                        .terms()
                        .mustBeAble())
                .isTrue();
        assertThat(errors("match: { class: [write] }\ndecision: ask\napproverMustBeAble: true\n"
                        + "onExpiry: approve"))
                .singleElement()
                .asString()
                .contains("onExpiry: Time can do nothing itself");
        assertThat(warnings("decision: ask\napproverMustBeAble: true\ngrants: { allow: true }"))
                .anyMatch(w -> w.contains("No grant is offered with approverMustBeAble"));
    }

    @Test
    void a_condition_is_checked_when_it_is_loaded() throws IOException {
        assertThat(errors("match:\n  where: arg.namespace == 1\ndecision: ask"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:7 ApprovalPolicy p, spec.rules[0].match.where: The condition is"
                        + " not valid CEL: ");
    }

    @Test
    void wrong_names_and_words_are_told_with_the_nearest() throws IOException {
        assertThat(errors("decision: aks\nlevel: hihg"))
                .containsExactly(
                        "p.yaml:6 ApprovalPolicy p, spec.rules[0].decision: \"aks\" is not "
                                + "one of allow,"
                                + " audit, ask, deny. Did you mean ask?",
                        "p.yaml:7 ApprovalPolicy p, spec.rules[0].level: \"hihg\" is not one "
                                + "of normal,"
                                + " high, critical. Did you mean high?");
        assertThat(errors("match: { tools: [k8s_scal] }\ndecision: ask"))
                .containsExactly(
                        "p.yaml:6 ApprovalPolicy p, spec.rules[0].match.tools[0]: There is no tool"
                                + " k8s_scal. Did you mean k8s_scale?");
        assertThat(errors("decision: ask\napprovers: { people: [danna] }"))
                .containsExactly(
                        "p.yaml:7 ApprovalPolicy p, spec.rules[0].approvers.people[0]: There "
                                + "is no Person"
                                + " danna. Did you mean dana?");
        assertThat(errors("decision: ask\nchannels: [ops-slak]"))
                .containsExactly(
                        "p.yaml:7 ApprovalPolicy p, spec.rules[0].channels[0]: There is no "
                                + "ContactChannel"
                                + " ops-slak. Did you mean ops-slack?");
        assertThat(errors("decision: ask\nexpireAfter: soon"))
                .containsExactly(
                        "p.yaml:7 ApprovalPolicy p, spec.rules[0].expireAfter: \"soon\" is "
                                + "not a duration."
                                + " Write 90s, 30m, 4h or 1d.");
        assertThat(errors("match: { tools: [x] }"))
                .containsExactly(
                        "p.yaml:6 ApprovalPolicy p, spec.rules[0].decision: decision is missing.");
    }

    @Test
    void a_policy_that_becomes_bad_leaves_the_one_before_in_force() throws IOException {
        folder.with("p.yaml", document("name: first\ndecision: deny"));
        try (var catalog = folder.catalog()) {
            folder.with("p.yaml", document("name: second\ndecision: allow\nmatch: { where: '1' }"));
            catalog.refresh();

            assertThat(catalog.now().policies().get("p").rules().getFirst().name())
                    .isEqualTo("first");
            assertThat(folder.errors(catalog))
                    .singleElement()
                    .asString()
                    .endsWith("The version that was loaded before stays in force.");
        }
    }
}
