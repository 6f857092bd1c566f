package dev.countersign.agent.asking;

import dev.countersign.agent.gate.Directory;
import dev.countersign.agent.gate.Gatekeeper;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.gate.Verdict;
import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Gate.Approvers;
import dev.countersign.agent.run.Gate.GrantBounds;
import dev.countersign.agent.run.Gate.OnExpiry;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.Assurance;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
                        ? old
                        : atLeast(fresh, old.approvers().needed()))
                .orElse(fresh);
    }

    /**
     * Neither time nor a grant ever clears what destroys, or may; where several people are needed,
     * one of them gives no grant; and who could do this call need not be able to do the next.
     */
    private static Gate bounded(Gate gate, ToolClass kind) {
        var s = gate.schedule();
        boolean mild = kind == ToolClass.READ || kind == ToolClass.WRITE;
        boolean one = gate.approvers().needed() == 1;
        return new Gate(
                gate.rule(),
                gate.approvers(),
                gate.level(),
                gate.assurance(),
                gate.channels(),
                mild
                        ? s
                        : new Schedule(
                                s.remindAfter(), s.escalate(), s.expireAfter(), OnExpiry.REJECT),
                gate.grants().filter(g -> mild && one && !gate.mustBeAble()),
                gate.mustBeAble());
    }

    private static Gate atLeast(Gate gate, int needed) {
        var a = gate.approvers();
        var more = new Approvers(
                a.people(), a.groups(), a.anyone(), a.self(), Math.max(a.needed(), needed));
        return new Gate(
                gate.rule(),
                more,
                gate.level(),
                gate.assurance(),
                gate.channels(),
                gate.schedule(),
                gate.grants().filter(g -> more.needed() == 1),
                gate.mustBeAble());
    }

    /** Whether too few people could decide: then nobody is asked, and the call is refused. */
    static boolean tooFew(Gate gate, String requester, Directory directory) {
        var a = gate.approvers();
        if (a.groups().stream().anyMatch(directory::isKeptElsewhere)) {
            return false;
        }
        return directory.people().stream()
                        .filter(p -> a.self() || !p.name().equals(requester))
                        .filter(p -> Gatekeeper.mayDecide(a, directory.chooser(p)))
                        .limit(a.needed())
                        .count()
                < a.needed();
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
                terms.mustBeAble());
    }

    /** The rule of a gate in one line, which changes when what it asks for changes. */
    static String mark(Gate gate) {
        var a = gate.approvers();
        return String.join(
                " | ",
                gate.rule(),
                new TreeSet<>(a.people()).toString(),
                new TreeSet<>(a.groups()).toString(),
                a.anyone() + " " + a.self() + " " + a.needed(),
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
        return terms.approvers()
                .map(n -> new Approvers(n.people(), n.groups(), n.anyone(), n.self(), n.count()))
                .orElseGet(() -> builtIn(requester));
    }

    private static Approvers builtIn(String requester) {
        return new Approvers(Set.of(requester), Set.of(APPROVERS), false, true, 1);
    }

    /** Whether the verdict of now asks for more than the gate that was passed. */
    static boolean stricter(Verdict verdict, Run run, Gate passed) {
        var now = gate(verdict, run);
        return now.approvers().needed() > passed.approvers().needed()
                || now.level().compareTo(passed.level()) > 0
                || !passed.assurance().atLeast(now.assurance())
                || passed.approvers().self() && !now.approvers().self()
                || now.mustBeAble() && !passed.mustBeAble();
    }
}
