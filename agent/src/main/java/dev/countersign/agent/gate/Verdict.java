package dev.countersign.agent.gate;

import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Terms;

import java.util.List;

/**
 * What a policy says to one call: the decision, the rule or default that made it, how people are
 * asked, and why; {@code passed} are the rules that were looked at before.
 */
public record Verdict(
        Decision decision, String rule, Terms terms, String why, List<Passed> passed) {
    public Verdict {
        passed = List.copyOf(passed);
    }

    /** A rule that did not meet the call, and what about the call it did not meet. */
    public record Passed(String rule, String why) {}
}
