package dev.countersign.agent.engine.asking;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.gate.Facts;
import dev.countersign.agent.gate.Glob;
import dev.countersign.agent.gate.Policy;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.gate.Verdict;

/** Which policy an agent is under, and what it says; the agent itself may only tighten it. */
public final class Policies {
    private Policies() {}

    public static Verdict verdict(Snapshot catalog, AgentSpec agent, Facts facts) {
        var name = agent.policy();
        if (name.isEmpty()) {
            return tightened(agent, facts, Policy.BUILT_IN.rulingFor(facts));
        }
        var policy = catalog.policies().get(name.get());
        return policy == null
                ? new Verdict(
                        name.get() + " (not loaded)",
                        Decision.ASK,
                        Terms.DEFAULT,
                        "the policy of this agent is not loaded, so everything asks")
                : tightened(agent, facts, policy.rulingFor(facts));
    }

    private static Verdict tightened(AgentSpec agent, Facts facts, Verdict verdict) {
        boolean named = agent.tools().stream()
                .flatMap(ref -> ref.requireApproval().stream())
                .anyMatch(glob -> Glob.matches(glob, facts.tool().name()));
        return named && verdict.decision() == Decision.ALLOW
                ? new Verdict(
                        "requireApproval of " + agent.name(),
                        Decision.ASK,
                        verdict.terms(),
                        "the agent requires approval for " + facts.tool().name())
                : verdict;
    }
}
