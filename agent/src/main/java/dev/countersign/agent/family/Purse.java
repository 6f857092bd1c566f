package dev.countersign.agent.family;

import dev.countersign.agent.asking.Lineage;
import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.recall.Agents;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.Run.Ancestor;
import dev.countersign.agent.run.Run.Budget;
import dev.countersign.agent.run.Run.Spent;
import dev.countersign.agent.run.RunStore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run may spend: the budget of its agent and those of the agents it works for, each of which
 * is for everything that is done below it.
 */
public final class Purse {
    private final RunStore runs;
    private final Archive archive;
    private final Agents agents;
    private final long mostTokens;

    /** {@code mostTokens} is what every run may use by itself. */
    public Purse(RunStore runs, Archive archive, Agents agents, long mostTokens) {
        this.runs = runs;
        this.archive = archive;
        this.agents = agents;
        this.mostTokens = mostTokens;
    }

    public Budget of(Run run, AgentSpec agent) {
        var all =
                new ArrayList<>(run.origin().chain().stream().map(this::budget).toList());
        all.add(agent.budget());
        var limit = new Budget(Optional.of(mostTokens), Optional.empty());
        if (all.stream().allMatch(Budget.NONE::equals)) {
            return limit;
        }
        var family = family(run);
        var purse = limit;
        var id = Optional.of(run.id());
        for (var budget : all.reversed()) {
            var others = below(id.orElseThrow(), family).minus(Spent.of(run.counts()));
            purse = budget.equals(Budget.NONE) ? purse : budget.shared(others, purse);
            id = Run.parentOf(id.get());
        }
        return purse;
    }

    private Budget budget(Ancestor ancestor) {
        return agents.of(ancestor.blueprint()).budget();
    }

    /** The run as it is here, and the others as they are kept. */
    private List<Run> family(Run run) {
        var ids = archive.family(run.root(), Lineage.FAMILY_RUNS).stream().map(Archive.Line::id);
        return Stream.concat(Stream.of(run.root()), ids)
                .distinct()
                .flatMap(id -> id.equals(run.id()) ? Stream.of(run) : runs.load(id).stream())
                .toList();
    }

    /** What a run and all that work for it have spent. */
    private static Spent below(String id, List<Run> family) {
        return family.stream()
                .filter(run -> run.worksFor(id))
                .map(run -> Spent.of(run.counts()))
                .reduce(Spent.NOTHING, Spent::plus);
    }
}
