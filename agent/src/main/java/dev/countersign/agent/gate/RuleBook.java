package dev.countersign.agent.gate;

import dev.countersign.agent.gate.Conditions.Untold;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.gate.Verdict.Passed;
import dev.countersign.agent.tool.Glob;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A policy with what an agent adds to it: looks up which rule holds for a call, and why. Pure. */
public final class RuleBook {
    private final Policy policy;
    private final List<Glob> mustAsk;

    /** {@code mustAsk} are globs of tools that this agent never uses without asking. */
    public RuleBook(Policy policy, List<String> mustAsk) {
        this.policy = policy;
        this.mustAsk = mustAsk.stream().map(Glob::new).toList();
    }

    /** The first rule that meets the call, or the default of its class; an agent only tightens. */
    public Verdict rulingFor(Facts facts) {
        return tightened(byPolicy(facts), facts);
    }

    private Verdict byPolicy(Facts facts) {
        var passed = new ArrayList<Passed>();
        for (Rule rule : policy.rules()) {
            try {
                var mismatch = mismatch(rule.match(), facts);
                if (mismatch.isEmpty()) {
                    return verdict(rule, "it is the first rule that meets this call", passed);
                }
                passed.add(new Passed(rule.name(), mismatch.get()));
            } catch (Untold untold) {
                var why = "the condition of rule " + rule.name() + " could not be told ("
                        + untold.getMessage() + "), so the strictest rule holds";
                return verdict(strictest(), why, passed);
            }
        }
        return byDefault(facts, passed);
    }

    private static Verdict verdict(Rule rule, String why, List<Passed> passed) {
        return new Verdict(rule.decision(), rule.name(), rule.terms(), why, passed);
    }

    private Verdict byDefault(Facts facts, List<Passed> passed) {
        var kind = facts.tool().toolClass();
        var decision =
                switch (kind) {
                    case READ -> policy.defaults().read();
                    case WRITE -> policy.defaults().write();
                    case DESTRUCTIVE -> policy.defaults().destructive();
                    case UNKNOWN -> policy.defaults().unknown();
                };
        var word = kind.name().toLowerCase(Locale.ROOT);
        return new Verdict(
                decision,
                policy.name() + " default for " + word,
                Terms.DEFAULT,
                "no rule meets this call, and its class is " + word,
                passed);
    }

    private Verdict tightened(Verdict verdict, Facts facts) {
        var name = facts.tool().name();
        var asks = mustAsk.stream().filter(glob -> glob.matches(name)).findFirst();
        if (verdict.decision().compareTo(Decision.ASK) >= 0 || asks.isEmpty()) {
            return verdict;
        }
        var why = "agent " + facts.agent() + " requires approval for "
                + asks.get().pattern() + ", where " + verdict.rule() + " would allow it";
        return new Verdict(
                Decision.ASK,
                "requireApproval of " + facts.agent(),
                verdict.terms(),
                why,
                verdict.passed());
    }

    /** What about the call this match does not meet; empty where it meets all of it. */
    private static Optional<String> mismatch(Rule.Match match, Facts facts) {
        if (!meets(match.tools(), facts.tool().name())) {
            return Optional.of("other tools");
        }
        if (!meets(match.sources(), facts.tool().source())) {
            return Optional.of("other sources");
        }
        if (!match.classes().isEmpty() && !match.classes().contains(facts.tool().toolClass())) {
            return Optional.of("other classes");
        }
        if (!meets(match.agents(), facts.agent())) {
            return Optional.of("other agents");
        }
        if (!meets(match.channels(), facts.channel())) {
            return Optional.of("other channels");
        }
        return match.where().test(facts) ? Optional.empty() : Optional.of("its condition is false");
    }

    private static boolean meets(List<String> globs, String name) {
        return globs.isEmpty() || globs.stream().anyMatch(glob -> Glob.matches(glob, name));
    }

    /** The rule that lets through least: deny, then ask of most people, then at most at stake. */
    private Rule strictest() {
        return policy.rules().stream()
                .max(Comparator.comparing(Rule::decision)
                        .thenComparing(rule -> rule.terms().approvers().isPresent())
                        .thenComparing(rule -> people(rule.terms()))
                        .thenComparing(rule -> rule.terms().assurance())
                        .thenComparing(rule -> rule.terms().level()))
                .filter(rule -> rule.decision().compareTo(Decision.ASK) >= 0)
                .orElse(new Rule(policy.name() + " strictest", ANY, Decision.ASK, Terms.DEFAULT));
    }

    private static final Rule.Match ANY = new Rule.Match(
            List.of(), List.of(), Set.of(), List.of(), List.of(), Rule.Condition.ALWAYS);

    private static int people(Terms terms) {
        return terms.approvers().filter(RuleBook::nobody).isPresent()
                ? Integer.MAX_VALUE
                : terms.people();
    }

    private static boolean nobody(Rule.Named named) {
        return named.people().isEmpty() && named.groups().isEmpty() && !named.anyone();
    }
}
