package dev.countersign.agent.asking;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.catalog.Tightening;
import dev.countersign.agent.gate.Facts;
import dev.countersign.agent.gate.Policy;
import dev.countersign.agent.gate.Policy.Defaults;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.gate.RuleBook;
import dev.countersign.agent.gate.Verdict;

import java.util.List;

/** Which policy an agent is under now, and what it says; the agent itself may only tighten it. */
public final class Policies {
    /** An agent whose policy has gone runs nothing unasked. */
    private static final Defaults ALL_ASK =
            new Defaults(Decision.ASK, Decision.ASK, Decision.ASK, Decision.ASK);

    private Policies() {}

    public static Verdict verdict(Snapshot catalog, AgentSpec agent, Facts facts) {
        var policy = agent.policy()
                .map(name -> catalog.policies().getOrDefault(name, missing(name)))
                .orElse(Policy.BUILT_IN);
        var servers = catalog.mcpServers();
        var verdict = new RuleBook(policy, Tightening.of(agent, servers)).rulingFor(facts);
        return Tightening.channel(facts.tool().name(), agent, servers)
                .filter(channel -> verdict.terms().channels().isEmpty())
                .map(channel -> over(channel, verdict))
                .orElse(verdict);
    }

    /** Where no rule names a way to people, the server's own holds. */
    private static Verdict over(String channel, Verdict verdict) {
        var terms = verdict.terms();
        var over = new Terms(
                terms.approvers(),
                terms.level(),
                terms.assurance(),
                List.of(channel),
                terms.schedule(),
                terms.grants(),
                terms.mustBeAble());
        return new Verdict(
                verdict.decision(), verdict.rule(), over, verdict.why(), verdict.passed());
    }

    private static Policy missing(String name) {
        return new Policy(name + " (not loaded)", List.of(), ALL_ASK);
    }
}
