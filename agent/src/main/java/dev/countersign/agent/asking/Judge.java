package dev.countersign.agent.asking;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.gate.Canonical;
import dev.countersign.agent.gate.Digest;
import dev.countersign.agent.gate.Facts;
import dev.countersign.agent.gate.Gatekeeper;
import dev.countersign.agent.gate.Judgement;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Way;
import dev.countersign.agent.gate.Verdict;
import dev.countersign.agent.gate.schema.SchemaCheck;
import dev.countersign.agent.grant.Grant;
import dev.countersign.agent.grant.GrantChange;
import dev.countersign.agent.grant.Grants;
import dev.countersign.agent.recall.Agents;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.Call.Binding;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Ruling;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.Run.Parent;
import dev.countersign.agent.run.Step;
import dev.countersign.agent.tool.Asking;
import dev.countersign.agent.tool.Delegating;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Invocation.Trail;
import dev.countersign.agent.tool.Permitting;
import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
import dev.countersign.agent.tool.Targeting;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.channels.Choice.GrantWish;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules on proposed calls: by policy, with what the tool itself can show beforehand. */
public final class Judge {
    private final Workshop workshop;
    private final Questioner questioner;
    private final Granting granting;
    private final Agents agents;

    public Judge(Workshop workshop, Grants grants, Agents agents) {
        this.workshop = workshop;
        this.agents = agents;
        this.granting = new Granting(workshop, grants);
        this.questioner = new Questioner(workshop);
    }

    /** {@code soFar} is what the step in the making has done to grants. */
    public Ruling rule(Run run, AgentSpec agent, Call call, List<GrantChange> soFar, Instant now) {
        var box = workshop.tools(agent);
        var found = box.find(call.tool());
        if (found.isEmpty()) {
            var names = box.specs().stream().map(ToolSpec::name).toList();
            return new Ruling.Invalid(
                    "There is no tool " + call.tool() + ". The tools are: " + names + ".");
        }
        var kin = found.get() instanceof Delegating delegating
                ? Lineage.problem(run, delegating.agent())
                : Optional.<String>empty();
        if (kin.isPresent()) {
            return new Ruling.Invalid(kin.get());
        }
        return switch (Canonical.of(call.arguments())) {
            case Canonical.Form.Bad bad ->
                new Ruling.Invalid(bad.problem() + " The tool call was not run.");
            case Canonical.Form.Good good ->
                rule(new Matter(run, agent, call, found.get(), good.json(), now), soFar);
        };
    }

    /** What a live tool and policy say to a call that was cleared; empty when it may start. */
    public Optional<Objection> objection(
            Run run, AgentSpec agent, Call call, Optional<Question> q) {
        if (!workshop.catalog().agents().containsKey(agent.name())) {
            return Optional.of(new Objection.Changed(
                    "The agent " + agent.name() + " is gone; what it may do"));
        }
        var tool = workshop.tools(agent).find(call.tool());
        if (tool.isEmpty()) {
            return Optional.of(new Objection.Changed("The tool " + call.tool()));
        }
        var bound = bind(agent, tool.get(), call.arguments());
        if (!bound.digest().equals(call.binding().digest())) {
            return Optional.of(new Objection.Changed("The tool " + call.tool() + " or its server"));
        }
        if (tool.get() instanceof Asking) {
            return Optional.empty();
        }
        var verdict = verdict(run, agent, tool.get(), call.arguments());
        return switch (verdict.decision()) {
            case ALLOW, AUDIT -> Optional.empty();
            case DENY -> Optional.of(new Objection.Changed("Policy (rule " + verdict.rule() + ")"));
            case ASK ->
                q.filter(asked -> Gates.stricter(verdict, run, asked.gate()))
                        .map(asked -> new Objection.Stricter(
                                "rule " + verdict.rule() + " asks for more now"));
        };
    }

    /** Why a cleared call may not simply start. */
    public sealed interface Objection {
        /** What was approved is not what is there. */
        record Changed(String what) implements Objection {}

        /** People must be asked again, under a rule that wants more. */
        record Stricter(String what) implements Objection {}
    }

    private Ruling rule(Matter m, List<GrantChange> soFar) {
        var binding = bind(m.agent(), m.tool(), m.arguments());
        if (m.tool() instanceof Asking asking) {
            return switch (asking.ask(m.arguments())) {
                case Asking.Asked.Fails fails -> new Ruling.Invalid(fails.text());
                case Asking.Asked.Prompts prompts -> questioner.ask(m, binding, prompts.prompts());
                case Asking.Asked.Form form -> questioner.fill(m, binding, form.fields());
            };
        }
        var verdict = verdict(m.run(), m.agent(), m.tool(), m.arguments());
        var broken = SchemaCheck.problem(m.tool().spec().schema(), m.arguments());
        if (broken.isPresent()) {
            return incomplete(m, binding, verdict)
                    .orElse(new Ruling.Invalid(broken.get() + " The tool call was not run."));
        }
        if (verdict.decision().compareTo(Decision.ASK) < 0
                && verdict.terms().ways().contains(Way.OUTSIDE)) {
            var bound = m.call().bound(m.arguments(), binding);
            return questioner.handOut(m.run(), m.agent(), bound, m.now());
        }
        return switch (verdict.decision()) {
            case ALLOW, AUDIT ->
                m.again().isPresent()
                        ? approval(m, binding, verdict)
                        : new Ruling.Allow(
                                new Clearance.ByRule(verdict.rule()),
                                m.arguments(),
                                binding,
                                shown(m, verdict));
            case DENY -> new Ruling.Deny(verdict.rule());
            case ASK ->
                m.again().isPresent()
                        ? approval(m, binding, verdict)
                        : granting.clearing(m, binding, verdict, soFar)
                                .filter(g -> !verdict.terms().ways().contains(Way.OUTSIDE))
                                .<Ruling>map(grant -> granted(m, binding, grant))
                                .orElseGet(() -> approval(m, binding, verdict));
        };
    }

    /** People are asked for what is missing, where the rule wants that. */
    private Optional<Ruling> incomplete(Matter m, Binding binding, Verdict verdict) {
        if (!verdict.terms().ways().contains(Way.FORM)
                || verdict.decision() == Decision.DENY
                || m.again().isPresent()) {
            return Optional.empty();
        }
        var fields = Forms.missing(m.tool().spec().schema(), m.arguments());
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(questioner.fill(m, binding, fields));
    }

    /** The question that hands a cleared call out, where its rule has it run elsewhere. */
    public Optional<Ruling.Ask> handOut(Run run, AgentSpec agent, Call call, Instant now) {
        return workshop.tools(agent)
                .find(call.tool())
                .map(tool -> verdict(run, agent, tool, call.arguments()))
                .filter(verdict -> verdict.terms().ways().contains(Way.OUTSIDE))
                .map(verdict -> questioner.handOut(run, agent, call, now));
    }

    /** What people see of a call that a rule lets through for the record alone. */
    private static Optional<String> shown(Matter m, Verdict verdict) {
        return verdict.decision() == Decision.AUDIT
                ? Optional.of(
                        "For the record: " + m.call().tool() + " runs without asking, by rule "
                                + verdict.rule() + ". Arguments: " + Cards.brief(m.arguments()))
                : Optional.empty();
    }

    private static Ruling granted(Matter m, Binding binding, Grant grant) {
        var by = new Clearance.ByGrant(grant.id(), grant.by());
        return new Ruling.Allow(by, m.arguments(), binding);
    }

    /** What a person grants who says yes to this question and wishes it to hold for longer. */
    public Optional<Grant> grant(
            Run run, AgentSpec agent, Question q, GrantWish wish, String by, Instant now) {
        return run.call(q.call())
                .flatMap(call -> workshop.tools(agent).find(call.tool()))
                .map(tool -> granting.grant(run, q, tool, wish, by, now));
    }

    /** Nobody is asked about a call that would fail for certain. */
    private Ruling approval(Matter m, Binding binding, Verdict verdict) {
        var gate = Gates.gate(verdict, m);
        if (Gates.tooFew(gate, m.run().origin().requester(), workshop.directory())) {
            return new Ruling.Deny(verdict.rule() + ": too few people may decide");
        }
        return switch (preview(m)) {
            case Preview.Fails fails -> new Ruling.Invalid(fails.text());
            case Preview.Shows shows -> questioner.approve(m, binding, gate, shows);
        };
    }

    private Preview preview(Matter m) {
        return m.tool() instanceof Previewing previewing
                ? previewing.preview(invocation(m.run(), m.call(), m.arguments(), 1, ""))
                : new Preview.Shows(
                        "Run " + m.call().tool(), List.of(), List.of(), "", List.of(), "");
    }

    /** The step without messages to channels that are not open: nobody would ever send them. */
    public Step reachable(Step step) {
        var open = workshop.channels().keySet();
        var sent = step.outbox().stream()
                .filter(o ->
                        open.contains(o.to().channel()) || o.to().channel().equals(Parent.LINE))
                .toList();
        return sent.size() == step.outbox().size() ? step : step.sending(sent);
    }

    /** A question about a started call whose outcome nobody knows. */
    public Ruling.Ask lost(Run run, AgentSpec agent, Call call, String known, Instant now) {
        return questioner.lost(run, agent, call, known, now);
    }

    /** One call of a tool, as the tool is told. */
    public Invocation invocation(Run run, Call call, String arguments, int attempt, String basis) {
        var requester = requester(run.origin().requester());
        var key = run.id() + "/" + call.id();
        var trail = new Trail(run.id(), clearance(call), call.binding().digest());
        return new Invocation(arguments, requester, key, attempt, basis, trail);
    }

    private static String clearance(Call call) {
        return call.state() instanceof CallState.Started started
                ? switch (started.by()) {
                    case Clearance.ByRule rule -> "rule " + rule.rule();
                    case Clearance.ByDecision decision -> "question " + decision.question();
                    case Clearance.ByGrant grant -> "grant " + grant.grant();
                }
                : "";
    }

    private Invocation.Requester requester(String name) {
        return workshop.directory()
                .named(name)
                .map(p -> new Invocation.Requester(name, p.identities("kubernetes"), p.groups()))
                .orElseGet(() -> new Invocation.Requester(name, Set.of(), Set.of()));
    }

    /** Where the rule says so, a yes is one only from who could do it; unknown is not enough. */
    public Judgement able(Run run, AgentSpec agent, Question q, String who, Judgement judgement) {
        return q.gate().mustBeAble() && judgement.isYes()
                ? cannot(run, agent, q, who)
                        .map(why -> Gatekeeper.unable(q, why))
                        .orElse(judgement)
                : judgement;
    }

    private Optional<String> cannot(Run run, AgentSpec agent, Question q, String who) {
        var call = run.call(q.call()).orElseThrow();
        var invocation = invocation(run, call, call.arguments(), 1, q.basis());
        return workshop.tools(agent)
                .find(call.tool())
                .filter(Permitting.class::isInstance)
                .map(tool -> ((Permitting) tool).cannot(invocation, requester(who)))
                .orElseGet(() -> Optional.of(
                        "Who could do what " + call.tool() + " does cannot be found out."));
    }

    private static Binding bind(AgentSpec agent, Tool tool, String arguments) {
        var target = tool instanceof Targeting targeting ? targeting.target() : "";
        return Digest.bind(agent.name(), tool.spec(), target, arguments);
    }

    private Verdict verdict(Run run, AgentSpec agent, Tool tool, String arguments) {
        var facts = new Facts(
                tool.spec(),
                arguments,
                tool instanceof Targeting t ? t.targets(arguments) : List.of(),
                agent.name(),
                run.origin().requester(),
                run.origin().people().channel());
        var line = run.origin().chain().stream()
                .map(ancestor -> agents.of(ancestor.blueprint()))
                .toList();
        return new Policies(workshop.catalog(), tool instanceof Delegating)
                .verdict(agent, line, facts);
    }
}
