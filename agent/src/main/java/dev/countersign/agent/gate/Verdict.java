package dev.countersign.agent.gate;

import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Terms;

/** What a policy says to a call: which rule decides, what, and how people are asked. */
public record Verdict(String rule, Decision decision, Terms terms, String why) {}
