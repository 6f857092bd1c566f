package dev.countersign.agent.asking;

import dev.countersign.agent.gate.Directory;
import dev.countersign.agent.gate.Gatekeeper;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.gate.Rule.Turn;
import dev.countersign.agent.gate.Verdict;
import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Gate.Approvers;
import dev.countersign.agent.run.Gate.GrantBounds;
import dev.countersign.agent.run.Gate.Stage;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Person;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the gate of a question out of a verdict, and compares gates. */
final class Gates {
    /** The group that may decide where no rule names anybody. */
    static final String APPROVERS = "approvers";

    private Gates() {}

    /**
     * The gate of a question. An edited call stays under the gate it stands at, unless another rule
     * asks about what it has become; it never gets by with fewer people.
     */
    static Gate gate(Verdict verdict, Matter m) {
        var fresh = bounded(gate(verdict, m.run()), m.tool().spec().toolClass());
        return m.earlier()
                .map(Question::gate)
                .map(old -> verdict.decision() != Decision.ASK || old.rule().equals(fresh.rule())
                        ? old.fromTheStart()
                        : atLeast(fresh, old.needed()))
                .orElse(fresh);
    }

    /**
     * Neither time nor a grant ever clears what destroys, or may; where several people are needed,
     * one of them gives no grant; and who could do this call need not be able to do the next.
     */
    private static Gate bounded(Gate gate, ToolClass kind) {
        boolean mild = kind == ToolClass.READ || kind == ToolClass.WRITE;
        var s = gate.schedule();
        return gate.with(
                mild ? s : s.rejecting(),
                gate.grants().filter(g -> mild && gate.needed() == 1 && !gate.mustBeAble()));
    }

    private static Gate atLeast(Gate gate, int needed) {
        int lack = needed - gate.needed();
        if (lack <= 0) {
            return gate;
        }
        if (gate.stages().isEmpty()) {
            return gate.with(gate.approvers().needing(needed))
                    .with(gate.schedule(), Optional.empty());
        }
        var stages = new ArrayList<>(gate.stages());
        var last = stages.removeLast();
        var who = last.approvers();
        stages.add(new Stage(last.name(), who.needing(who.needed() + lack), last.channels()));
        return gate.with(stages).fromTheStart();
    }

    /** Whether too few people could decide: then nobody is asked, and the call is refused. */
    static boolean tooFew(Gate gate, String requester, Directory directory) {
        var stages = gate.everybody();
        if (stages.stream()
                .flatMap(a -> a.groups().stream())
                .anyMatch(directory::isKeptElsewhere)) {
            return false;
        }
        var possible =
                stages.stream().map(a -> possible(a, requester, directory)).toList();
        // One person counts once, so each choice of stages needs enough different people.
        for (int choice = 1; choice < 1 << stages.size(); choice++) {
            var people = new HashSet<String>();
            int needed = 0;
            for (int i = 0; i < stages.size(); i++) {
                if ((choice & 1 << i) != 0) {
                    people.addAll(possible.get(i));
                    needed += stages.get(i).needed();
                }
            }
            if (people.size() < needed) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> possible(Approvers a, String requester, Directory directory) {
        return directory.people().stream()
                .filter(p -> a.self() || !p.name().equals(requester))
                .filter(p -> Gatekeeper.mayDecide(a, directory.chooser(p)))
                .map(Person::name)
                .collect(Collectors.toSet());
    }

    /** The gate that a call of this class would meet if it were asked about now. */
    static Gate fresh(Verdict verdict, Run run, ToolClass kind) {
        return bounded(gate(verdict, run), kind);
    }

    static Gate gate(Verdict verdict, Run run) {
        var terms = verdict.terms();
        return new Gate(
                        verdict.rule(),
                        approvers(terms, run.origin().requester()),
                        terms.level(),
                        terms.assurance(),
                        terms.channels(),
                        terms.schedule(),
                        terms.grants().map(g -> new GrantBounds(g.maxFor(), g.maxUses())),
                        terms.mustBeAble(),
                        terms.turns().stream().map(turn -> stage(turn, terms)).toList(),
                        Optional.empty(),
                        terms.breakGlass().stream().sorted().toList())
                .fromTheStart();
    }

    private static Stage stage(Turn turn, Terms terms) {
        return new Stage(
                turn.name(),
                approvers(turn.who()),
                turn.channels().isEmpty() ? terms.channels() : turn.channels());
    }

    /** The rule of a gate in one line, which changes when what it asks for changes. */
    static String mark(Gate gate) {
        var a = gate.approvers();
        return String.join(
                " | ",
                gate.rule(),
                new TreeSet<>(a.people()).toString(),
                new TreeSet<>(a.groups()).toString(),
                a.anyone() + " " + a.self() + " " + gate.needed(),
                gate.level().name(),
                gate.assurance().name(),
                gate.grants().toString());
    }

    /** A gate for what is not about permission: whoever asked may answer. */
    static Gate asker(Run run, List<String> channels) {
        return new Gate(
                "ask_user",
                builtIn(run.origin().requester()),
                Terms.DEFAULT.level(),
                Assurance.ALIGNED,
                channels,
                Terms.DEFAULT.schedule());
    }

    private static Approvers approvers(Terms terms, String requester) {
        return terms.approvers().map(Gates::approvers).orElseGet(() -> builtIn(requester));
    }

    private static Approvers approvers(Named n) {
        return new Approvers(n.people(), n.groups(), n.anyone(), n.self(), n.count());
    }

    private static Approvers builtIn(String requester) {
        return new Approvers(Set.of(requester), Set.of(APPROVERS), false, true, 1);
    }

    /** Whether the verdict of now asks for more than the gate that was passed. */
    static boolean stricter(Verdict verdict, Run run, Gate passed) {
        var now = gate(verdict, run);
        return now.needed() > passed.needed()
                || now.stages().size() > passed.stages().size()
                || now.level().compareTo(passed.level()) > 0
                || !passed.assurance().atLeast(now.assurance())
                || passed.approvers().self() && !now.approvers().self()
                || now.mustBeAble() && !passed.mustBeAble();
    }
}
