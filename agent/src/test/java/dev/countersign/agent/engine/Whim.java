package dev.countersign.agent.engine;

import dev.countersign.agent.gate.Rule;
import dev.countersign.agent.gate.Rule.GrantTerms;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.run.Gate.OnExpiry;
import dev.countersign.agent.run.Gate.Rung;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.agent.run.Question;
import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Choice.GrantWish;
import dev.countersign.channels.Choice.Result;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What chance makes of rules, people and their choices. */
final class Whim {
    static final List<String> PEOPLE = List.of("ana", "dana", "li", "mo", "eve");
    /** No rule names her: she decides for others, if at all. */
    private static final String STAND_IN = "eve";

    private final Random random;
    private final AtomicInteger calls;

    Whim(Random random, AtomicInteger calls) {
        this.random = random;
        this.calls = calls;
    }

    /** Everybody is there. */
    void settles(Workplace at) {
        at.person("ana");
        at.person("dana", "approvers");
        at.person("mo", "approvers");
        at.person("li", "oncall");
        at.person(STAND_IN);
    }

    /** Somebody goes away and names who decides meanwhile, leaves a group, or all are back. */
    void comesOrGoes(Workplace at) {
        switch (random.nextInt(4)) {
            case 0 -> settles(at);
            case 1 -> at.person(any(PEOPLE));
            default -> {
                var until = at.clock.instant().plus(Duration.ofMinutes(random.nextInt(600)));
                at.away(any(PEOPLE), Optional.of(until), STAND_IN);
            }
        }
    }

    Rule rule() {
        var people = new HashSet<String>();
        PEOPLE.stream()
                .filter(p -> !p.equals(STAND_IN) && random.nextInt(3) > 0)
                .forEach(people::add);
        var groups = random.nextBoolean() ? Set.of("approvers") : Set.<String>of();
        var needed = random.nextInt(6) == 0 ? 3 : 1 + random.nextInt(2);
        var named = new Named(people, groups, false, random.nextInt(3) == 0, needed);
        var rule = Rules.changes("r" + random.nextInt(3)).by(named).timed(schedule());
        if (random.nextInt(4) == 0) {
            rule = rule.inTurn("approvers", "oncall");
        }
        if (random.nextInt(3) == 0) {
            rule = rule.brokenBy("oncall");
        }
        if (random.nextInt(3) > 0) {
            rule = rule.granting(new GrantTerms(Duration.ofMinutes(60), 2));
        }
        return rule.rule();
    }

    private Schedule schedule() {
        var rung = new Rung(
                Duration.ofMinutes(25), List.of("email"), List.of("ana"), List.of("oncall"));
        return new Schedule(
                List.of(Duration.ofMinutes(20)),
                random.nextBoolean() ? List.of(rung) : List.of(),
                Optional.of(Duration.ofMinutes(30 + random.nextInt(300))),
                OnExpiry.REJECT);
    }

    /** Mostly one that fits the question. */
    Choice choice(Question q) {
        if (q.card().kind() == Card.Kind.EXTERNAL && random.nextInt(4) > 0) {
            var result = random.nextBoolean() ? Result.AGAIN : any(List.of(Result.values()));
            return new Choice.Report(result, "somebody looked");
        }
        return switch (random.nextInt(10)) {
            case 8 -> new Choice.AskAgain();
            case 9 -> new Choice.BreakGlass("it burns");
            case 0 -> new Choice.Reject(Optional.of("no"));
            case 1 -> new Choice.Edit("{\"n\":" + -calls.incrementAndGet() + "}", Optional.empty());
            case 2 -> new Choice.Answer(List.of());
            case 3, 4 -> new Choice.Approve(Optional.empty(), Optional.of(wish()));
            default -> new Choice.Approve(Optional.empty());
        };
    }

    private GrantWish wish() {
        var same = random.nextBoolean() ? Set.of("in") : Set.<String>of();
        return new GrantWish(random.nextBoolean(), Optional.empty(), OptionalInt.empty(), same);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
