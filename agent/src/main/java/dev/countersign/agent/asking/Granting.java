package dev.countersign.agent.asking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.countersign.agent.gate.Gatekeeper;
import dev.countersign.agent.gate.Verdict;
import dev.countersign.agent.grant.Grant;
import dev.countersign.agent.grant.Grant.Bound;
import dev.countersign.agent.grant.Grant.Scope;
import dev.countersign.agent.grant.Grant.Wanted;
import dev.countersign.agent.grant.GrantChange;
import dev.countersign.agent.grant.Grants;
import dev.countersign.agent.run.Call.Binding;
import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.Targeting;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.words.ExactJson;
import dev.countersign.channels.Choice.GrantWish;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes grants out of what people wish, and finds the one that clears a call. */
final class Granting {
    private static final JsonMapper JSON = ExactJson.JSON;

    private final Workshop workshop;
    private final Grants grants;

    Granting(Workshop workshop, Grants grants) {
        this.workshop = workshop;
        this.grants = grants;
    }

    /** What is granted; the gatekeeper has seen to it that the rule allows as much. */
    Grant grant(Run run, Question q, Tool tool, GrantWish wish, String by, Instant now) {
        var call = run.call(q.call()).orElseThrow();
        var bounds = q.gate().grants().orElseThrow();
        var all = arguments(call.arguments());
        var same = all.entrySet().stream()
                .filter(e -> wish.same().contains(e.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var scope = new Scope(
                run.origin().agent(),
                bound(call.tool(), call.binding()),
                same,
                namespaces(tool, call.arguments()),
                wish.thisRun() ? Optional.of(run.id()) : Optional.empty());
        return new Grant(
                Ids.fresh("g_"),
                by,
                scope,
                Gates.mark(q.gate()),
                now,
                now.plus(wish.maxFor().orElse(bounds.maxFor())),
                wish.maxUses().orElse(bounds.maxUses()),
                Optional.of(run.id()));
    }

    /** The grant that clears this call; {@code soFar} is what the step in the making has used. */
    Optional<Grant> clearing(Matter m, Binding binding, Verdict verdict, List<GrantChange> soFar) {
        var gate = Gates.fresh(verdict, m.run(), m.tool().spec().toolClass());
        if (gate.grants().isEmpty()) {
            return Optional.empty();
        }
        var wanted = new Wanted(
                m.agent().name(),
                bound(m.call().tool(), binding),
                arguments(m.arguments()),
                namespaces(m.tool(), m.arguments()),
                m.run().id(),
                Gates.mark(gate),
                m.now());
        return grants.aliveFor(m.agent().name(), m.call().tool(), m.now()).stream()
                .filter(held -> held.left() > used(held.grant(), soFar))
                .map(Grants.Held::grant)
                .filter(grant -> grant.covers(wanted) && mayStill(grant, gate, m.run()))
                .findFirst();
    }

    private static long used(Grant grant, List<GrantChange> soFar) {
        return soFar.stream().filter(new GrantChange.Used(grant.id())::equals).count();
    }

    /** Whether who gave the grant could say yes to this call now. */
    private boolean mayStill(Grant grant, Gate gate, Run run) {
        var a = gate.approvers();
        return workshop.directory()
                .named(grant.by())
                .filter(p -> Gatekeeper.mayDecide(a, workshop.directory().chooser(p)))
                .filter(p -> a.self() || !p.name().equals(run.origin().requester()))
                .isPresent();
    }

    private static Bound bound(String tool, Binding binding) {
        return new Bound(tool, binding.source(), binding.schemaHash(), binding.target());
    }

    private static Set<String> namespaces(Tool tool, String arguments) {
        return tool instanceof Targeting targeting
                ? targeting.targets(arguments).stream()
                        .map(t -> t.cluster() + "/" + t.namespace())
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private static Map<String, String> arguments(String canonical) {
        try {
            return JSON.readTree(canonical).properties().stream()
                    .collect(Collectors.toMap(Map.Entry<String, JsonNode>::getKey, e -> e.getValue()
                            .toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("stored arguments are not JSON", e);
        }
    }
}
