package dev.countersign.agent.gate;

import java.util.List;

/** An ordered list of rules; the first that matches wins, and where none does the defaults hold. */
public record Policy(String name, List<Rule> rules, Defaults defaults) {
    public Policy {
        rules = List.copyOf(rules);
    }

    /** What holds for each class of tool where no rule matches. */
    public record Defaults(
            Rule.Decision read,
            Rule.Decision write,
            Rule.Decision destructive,
            Rule.Decision unknown) {
        public static final Defaults SAFE = new Defaults(
                Rule.Decision.ALLOW, Rule.Decision.ASK, Rule.Decision.ASK, Rule.Decision.ASK);
    }

    /** The policy of an agent that names none. */
    public static final Policy BUILT_IN = new Policy("built-in", List.of(), Defaults.SAFE);
}
