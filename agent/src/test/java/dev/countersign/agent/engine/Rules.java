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
import java.util.stream.Stream;

/** Rules for tests, from the one that asks the given people about every change. */
record Rules(
        String name,
        Match match,
        Decision decision,
        Optional<Named> named,
        List<String> channels,
        Schedule schedule,
        Optional<GrantTerms> grants,
        List<Turn> turns,
        Set<String> glass,
        Set<Way> ways) {

    /** One after the other: a stage for each of these groups, of one person each. */
    Rules inTurn(String... groups) {
        var turns = Stream.of(groups)
                .map(g -> new Turn(g, new Named(Set.of(), Set.of(g), false, false, 1), List.of(g)))
                .toList();
        return new Rules(
                name,
                match,
                decision,
                Optional.of(turns.getFirst().who()),
                channels,
                schedule,
                grants,
                turns,
                glass,
                ways);
    }

    Rules going(Way way) {
        return new Rules(
                name,
                match,
                decision,
                named,
                channels,
                schedule,
                grants,
                turns,
                glass,
                Set.of(way));
    }

    Rules brokenBy(String... groups) {
        return new Rules(
                name,
                match,
                decision,
                named,
                channels,
                schedule,
                grants,
                turns,
                Set.of(groups),
                ways);
    }

    static Rules changes(String name) {
        return new Rules(
                name,
                new Match(
                        List.of("change"),
                        List.of(),
                        Set.of(),
                        List.of(),
                        List.of(),
                        Rule.Condition.ALWAYS),
                Decision.ASK,
                Optional.empty(),
                List.of(),
                Terms.DEFAULT.schedule(),
                Optional.empty(),
                List.of(),
                Set.of(),
                Set.of());
    }

    Rules by(Named people) {
        return new Rules(
                name,
                match,
                decision,
                Optional.of(people),
                channels,
                schedule,
                grants,
                turns,
                glass,
                ways);
    }

    Rules by(int count, String... people) {
        return by(new Named(Set.of(people), Set.of(), false, false, count));
    }

    Rules over(String... places) {
        return new Rules(
                name,
                match,
                decision,
                named,
                List.of(places),
                schedule,
                grants,
                turns,
                glass,
                ways);
    }

    Rules timed(Schedule other) {
        return new Rules(name, match, decision, named, channels, other, grants, turns, glass, ways);
    }

    Rules says(Decision other) {
        return new Rules(name, match, other, named, channels, schedule, grants, turns, glass, ways);
    }

    Rules granting(GrantTerms terms) {
        return new Rules(
                name,
                match,
                decision,
                named,
                channels,
                schedule,
                Optional.of(terms),
                turns,
                glass,
                ways);
    }

    Rules where(Rule.Condition condition) {
        var narrower =
                new Match(match.tools(), List.of(), Set.of(), List.of(), List.of(), condition);
        return new Rules(
                name, narrower, decision, named, channels, schedule, grants, turns, glass, ways);
    }

    Rule rule() {
        return new Rule(
                name,
                match,
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
