package dev.countersign.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.Gatekeeper.Chooser;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Match;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.gate.cel.CelConditions;
import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Question.Timing;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Person;
import dev.countersign.channels.QuestionKey;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What it costs to find the rule for a call and to judge a choice, in a house that is large. */
@Tag("cost")
class JudgingCostTest {
    private static final int RULES = 200;
    private static final int PEOPLE = 1_000;
    private static final int ROUNDS = 300;
    /** On a busy machine the compiler comes to it later. */
    private static final int MOST_ROUNDS = 20 * ROUNDS;

    private static final long MOST_NANOS = 1_000_000;
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private static RuleBook rules() throws Conditions.Unusable {
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < RULES; i++) {
            var where = new CelConditions()
                    .compile("args.namespace == \"team-" + i + "\" && targets.size() < 50");
            rules.add(new Rule(
                    "r" + i,
                    new Match(List.of("k8s_*"), List.of(), Set.of(), List.of(), List.of(), where),
                    Decision.ASK,
                    Terms.DEFAULT));
        }
        return new RuleBook(new Policy("large", rules, Policy.Defaults.SAFE), List.of());
    }

    private static Directory people() {
        var people = new ArrayList<Person>();
        for (int i = 0; i < PEOPLE; i++) {
            var accounts = Map.of("email", Set.of("p" + i + "@example.com"));
            people.add(new Person("p" + i, Set.of("g" + i % 20), accounts));
        }
        return new Directory(people, Groups.NONE);
    }

    private static Question question() {
        var gate = new Gate(
                "r199",
                new Gate.Approvers(Set.of(), Set.of("g19"), false, false, 2),
                Card.Level.NORMAL,
                Assurance.ALIGNED,
                List.of(),
                Terms.DEFAULT.schedule());
        var card = new Card(
                Card.Kind.APPROVE,
                "Scale web",
                Card.Level.NORMAL,
                List.of(),
                Card.Work.NONE,
                "",
                List.of(),
                new Card.Deciders(List.of(), List.of("g19"), false, 2, 0),
                List.of(),
                List.of());
        return new Question(
                new QuestionKey("q_1"),
                1,
                "c_1",
                gate,
                card,
                "",
                new Timing(NOW, Optional.empty(), Optional.empty(), 0),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void judging_a_decision_with_200_rules_and_1000_people_costs_less_than_a_millisecond()
            throws Conditions.Unusable {
        var book = rules();
        var directory = people();
        var question = question();
        var facts = Given.call("k8s_scale", ToolClass.WRITE, "{\"namespace\":\"team-199\"}");
        var threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < rounds(best); round++) {
            long begun = threads.getCurrentThreadCpuTime();
            var verdict = book.rulingFor(facts);
            var judgement = judge(directory, question);
            best = Math.min(best, threads.getCurrentThreadCpuTime() - begun);
            assertThat(verdict.rule()).isEqualTo("r199");
            assertThat(judgement).isInstanceOf(Judgement.NeedsMore.class);
        }
        System.out.printf(
                "judging with %d rules and %d people: %.3f ms of processor%n",
                RULES, PEOPLE, best / 1e6);
        assertThat(best).isLessThan(MOST_NANOS);
    }

    private static int rounds(long best) {
        return best < MOST_NANOS ? ROUNDS : MOST_ROUNDS;
    }

    private static Judgement judge(Directory directory, Question question) {
        var speaker = new Speaker("email", "p19@example.com", Assurance.SIGNED, Map.of());
        var found = (Directory.Found.Known) directory.find(speaker);
        Chooser who = directory.chooser(found.person());
        var chose = new Inbound.Chose(
                new DeliveryId("email", "1"),
                speaker,
                new Conversation("email", "x"),
                question.key(),
                OptionalInt.empty(),
                new Choice.Approve(Optional.empty()));
        return Gatekeeper.judge(question, "p0", who, chose, NOW);
    }
}
