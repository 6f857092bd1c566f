package dev.countersign.agent.asking;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.catalog.Tightening;
import dev.countersign.agent.gate.Facts;
import dev.countersign.agent.gate.Policy;
import dev.countersign.agent.gate.Policy.Defaults;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.gate.RuleBook;
import dev.countersign.agent.gate.Verdict;

import java.util.Comparator;
import java.util.List;

/** Which policy an agent is under now, and what it says; the agent itself may only tighten it. */
public final class Policies {
    /** An agent whose policy has gone runs nothing unasked. */
    private static final Defaults ALL_ASK =
            new Defaults(Decision.ASK, Decision.ASK, Decision.ASK, Decision.ASK);

    private static final Defaults ALL_ALLOW =
            new Defaults(Decision.ALLOW, Decision.ALLOW, Decision.ALLOW, Decision.ALLOW);

    /** More is stricter. */
    private static final Comparator<Verdict> STRICTNESS = Comparator.comparing(Verdict::decision)
            .thenComparing(v -> v.terms().approvers().map(Named::count).orElse(1))
            .thenComparing(v -> v.terms().assurance())
            .thenComparing(v -> v.terms().level())
            .thenComparing(v -> v.terms().approvers().isPresent());

    private final Snapshot catalog;
    private final boolean delegation;

    /** {@code delegation} is work for another agent: asked about only where a rule names it. */
    Policies(Snapshot catalog, boolean delegation) {
        this.catalog = catalog;
        this.delegation = delegation;
    }

    public static Verdict verdict(Snapshot catalog, AgentSpec agent, Facts facts) {
        return new Policies(catalog, false).verdict(agent, List.of(), facts);
    }

    /**
     * What the agent's policy says, or, where it is stricter, what holds for an agent that it works
     * for: nobody gets by delegation what they may not do themselves. Of an agent that names no
     * policy only its own list of gated tools counts for others.
     */
    Verdict verdict(AgentSpec agent, List<AgentSpec> ancestors, Facts facts) {
        var strictest = own(agent, policy(agent, Policy.BUILT_IN), facts);
        for (AgentSpec ancestor : ancestors) {
            var silent = new Policy("built-in", List.of(), ALL_ALLOW);
            var theirs = own(ancestor, policy(ancestor, silent), facts.by(ancestor.name()));
            if (STRICTNESS.compare(theirs, strictest) > 0) {
                strictest = theirs;
            }
        }
        return strictest;
    }

    private Policy policy(AgentSpec agent, Policy otherwise) {
        var policy = agent.policy()
                .map(name -> catalog.policies().getOrDefault(name, missing(name)))
                .orElse(otherwise);
        return delegation && policy.defaults() != ALL_ASK
                ? new Policy(policy.name(), policy.rules(), ALL_ALLOW)
                : policy;
    }

    private Verdict own(AgentSpec agent, Policy policy, Facts facts) {
        var servers = catalog.mcpServers();
        var verdict = new RuleBook(policy, Tightening.of(agent, servers)).rulingFor(facts);
        return Tightening.channel(facts.tool().name(), agent, servers)
                .filter(channel -> verdict.terms().channels().isEmpty())
                .map(channel -> over(channel, verdict))
                .orElse(verdict);
    }

    /** Where no rule names a way to people, the server's own holds, and who is at its end. */
    private Verdict over(String channel, Verdict verdict) {
        var over = verdict.terms()
                .over(List.of(channel))
                .decidedBy(() -> Addressees.of(channel, catalog));
        return new Verdict(
                verdict.decision(), verdict.rule(), over, verdict.why(), verdict.passed());
    }

    private static Policy missing(String name) {
        return new Policy(name + " (not loaded)", List.of(), ALL_ASK);
    }
}
