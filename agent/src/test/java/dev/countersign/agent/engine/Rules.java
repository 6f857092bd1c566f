package dev.countersign.agent.engine;

import dev.countersign.agent.gate.Rule;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.GrantTerms;
import dev.countersign.agent.gate.Rule.Match;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.gate.Rule.Turn;
import dev.countersign.agent.gate.Rule.Way;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card.Level;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Rules for tests, from the one that asks about every change; each verb makes another one. */
final class Rules {
    private static final List<String> TOOLS = List.of("change");

    private final String name;
    private Rule.Condition where = Rule.Condition.ALWAYS;
    private Decision decision = Decision.ASK;
    private Optional<Named> named = Optional.empty();
    private List<String> channels = List.of();
    private Schedule schedule = Terms.DEFAULT.schedule();
    private Optional<GrantTerms> grants = Optional.empty();
    private List<Turn> turns = List.of();
    private Set<String> glass = Set.of();
    private Set<Way> ways = Set.of();

    private Rules(String name) {
        this.name = name;
    }

    private Rules with(Consumer<Rules> change) {
        var other = new Rules(name);
        other.where = where;
        other.decision = decision;
        other.named = named;
        other.channels = channels;
        other.schedule = schedule;
        other.grants = grants;
        other.turns = turns;
        other.glass = glass;
        other.ways = ways;
        change.accept(other);
        return other;
    }

    static Rules changes(String name) {
        return new Rules(name);
    }

    /** One after the other: a stage for each of these groups, of one person each. */
    Rules inTurn(String... groups) {
        var all = Stream.of(groups)
                .map(g -> new Turn(g, new Named(Set.of(), Set.of(g), false, false, 1), List.of(g)))
                .toList();
        return by(all.getFirst().who()).with(r -> r.turns = all);
    }

    Rules going(Way way) {
        return with(r -> r.ways = Set.of(way));
    }

    Rules brokenBy(String... groups) {
        return with(r -> r.glass = Set.of(groups));
    }

    Rules by(Named people) {
        return with(r -> r.named = Optional.of(people));
    }

    Rules by(int count, String... people) {
        return by(new Named(Set.of(people), Set.of(), false, false, count));
    }

    Rules over(String... places) {
        return with(r -> r.channels = List.of(places));
    }

    Rules timed(Schedule other) {
        return with(r -> r.schedule = other);
    }

    Rules says(Decision other) {
        return with(r -> r.decision = other);
    }

    Rules granting(GrantTerms terms) {
        return with(r -> r.grants = Optional.of(terms));
    }

    Rules where(Rule.Condition condition) {
        return with(r -> r.where = condition);
    }

    Rule rule() {
        return new Rule(
                name,
                new Match(TOOLS, List.of(), Set.of(), List.of(), List.of(), where),
                decision,
                new Terms(
                        named,
                        Level.NORMAL,
                        Assurance.ALIGNED,
                        channels,
                        schedule,
                        grants,
                        false,
                        turns,
                        glass,
                        ways));
    }
}
