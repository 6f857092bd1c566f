package dev.countersign.agent.gate;

import static dev.countersign.agent.gate.Given.call;
import static dev.countersign.agent.gate.Rule.Decision.ALLOW;
import static dev.countersign.agent.gate.Rule.Decision.ASK;
import static dev.countersign.agent.gate.Rule.Decision.DENY;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.Rule.Condition;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Match;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.gate.Verdict.Passed;
import dev.countersign.agent.tool.ToolClass;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class RuleBookTest {
    private static final Facts SCALE = call("k8s_scale", ToolClass.WRITE, "{}");
    private static final Facts GET = call("k8s_get_resources", ToolClass.READ, "{}");

    private static Rule rule(String name, String glob, Decision decision, Condition where) {
        var match = new Match(List.of(glob), List.of(), Set.of(), List.of(), List.of(), where);
        return new Rule(name, match, decision, Terms.DEFAULT);
    }

    private static Rule rule(String name, String glob, Decision decision) {
        return rule(name, glob, decision, Condition.ALWAYS);
    }

    private static Verdict ruling(Facts facts, Rule... rules) {
        var policy = new Policy("p", List.of(rules), Policy.Defaults.SAFE);
        return new RuleBook(policy, List.of()).rulingFor(facts);
    }

    @Test
    void the_first_rule_that_meets_the_call_decides() {
        var verdict = ruling(
                SCALE,
                rule("gets", "k8s_get_*", ALLOW),
                rule("no", "k8s_*", DENY),
                rule("yes", "*", ALLOW));

        assertThat(verdict.decision()).isEqualTo(DENY);
        assertThat(verdict.rule()).isEqualTo("no");
        assertThat(verdict.passed()).containsExactly(new Passed("gets", "other tools"));
    }

    @Test
    void without_a_rule_reads_run_and_everything_else_is_asked_about() {
        for (ToolClass kind : ToolClass.values()) {
            var verdict = new RuleBook(Policy.BUILT_IN, List.of()).rulingFor(call("t", kind, "{}"));
            assertThat(verdict.decision()).isEqualTo(kind == ToolClass.READ ? ALLOW : ASK);
            assertThat(verdict.terms().approvers()).isEmpty();
        }
    }

    @Test
    void an_agent_tightens_what_a_policy_allows() {
        var verdict = new RuleBook(Policy.BUILT_IN, List.of("k8s_get_*")).rulingFor(GET);

        assertThat(verdict.decision()).isEqualTo(ASK);
        assertThat(verdict.why()).contains("agent hitl-agent requires approval for k8s_get_*");
    }

    @Test
    void an_agent_never_loosens_a_no() {
        var policy = new Policy("p", List.of(rule("no", "*", DENY)), Policy.Defaults.SAFE);

        assertThat(new RuleBook(policy, List.of("*")).rulingFor(GET).decision()).isEqualTo(DENY);
    }

    @Test
    void a_condition_that_cannot_be_told_brings_the_strictest_rule() {
        Condition broken = facts -> {
            throw new Conditions.Untold("DIVIDE_BY_ZERO", null);
        };
        var two = new Rule(
                "two",
                rule("x", "other", ASK).match(),
                ASK,
                new Terms(
                        Optional.of(new Named(Set.of("dana"), Set.of(), false, false, 2)),
                        Terms.DEFAULT.level(),
                        Terms.DEFAULT.assurance(),
                        List.of(),
                        Terms.DEFAULT.schedule(),
                        Optional.empty()));

        var asked = ruling(GET, rule("odd", "*", ALLOW, broken), rule("one", "*", ASK), two);
        assertThat(asked.rule()).isEqualTo("two");
        assertThat(asked.why()).contains("odd", "DIVIDE_BY_ZERO", "strictest");

        var denied = ruling(GET, rule("odd", "*", ALLOW, broken), rule("no", "z", DENY), two);
        assertThat(denied.decision()).isEqualTo(DENY);
    }

    @Test
    void where_all_rules_allow_a_condition_that_cannot_be_told_asks() {
        Condition broken = facts -> {
            throw new Conditions.Untold("x", null);
        };
        assertThat(ruling(GET, rule("odd", "*", ALLOW, broken)).decision()).isEqualTo(ASK);
    }

    @Test
    void class_source_agent_and_channel_must_all_be_met() {
        var any = List.<String>of();
        var matches = new ArrayList<Match>();
        matches.add(new Match(any, List.of("mcp *"), Set.of(), any, any, Condition.ALWAYS));
        matches.add(new Match(any, any, Set.of(ToolClass.READ), any, any, Condition.ALWAYS));
        matches.add(new Match(any, any, Set.of(), List.of("other"), any, Condition.ALWAYS));
        matches.add(new Match(any, any, Set.of(), any, List.of("email"), Condition.ALWAYS));
        matches.add(new Match(any, any, Set.of(), any, any, facts -> false));
        var rules = matches.stream()
                .map(m -> new Rule("r", m, ALLOW, Terms.DEFAULT))
                .toArray(Rule[]::new);

        assertThat(ruling(SCALE, rules).passed())
                .extracting(Passed::why)
                .containsExactly(
                        "other sources",
                        "other classes",
                        "other agents",
                        "other channels",
                        "its condition is false");
    }

    @Test
    void two_hundred_rules_are_looked_through_in_well_under_a_millisecond() {
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < 200; i++) {
            rules.add(rule("r" + i, "*_nothing_" + i + "*", DENY));
        }
        var book = new RuleBook(new Policy("p", rules, Policy.Defaults.SAFE), List.of());
        for (int i = 0; i < 2_000; i++) {
            book.rulingFor(SCALE);
        }
        long start = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            book.rulingFor(SCALE);
        }
        long micros = (System.nanoTime() - start) / 1_000 / 1_000;

        assertThat(micros).as("microseconds a ruling").isLessThan(1_000);
    }
}
