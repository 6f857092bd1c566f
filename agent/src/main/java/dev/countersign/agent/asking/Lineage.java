package dev.countersign.agent.asking;

import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.Run.Ancestor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The agents that a run works for, and how far a chain of them may go. */
public final class Lineage {
    /** How many agents may stand in one chain, the first one included. */
    private static final int AGENT_DEPTH = 5;

    /** How many runs may work for one that a person started, over all its depths. */
    public static final int FAMILY_RUNS = 64;

    private Lineage() {}

    /** Why this run may not delegate to that agent; empty where it may. */
    public static Optional<String> problem(Run run, String to) {
        var chain = names(run);
        if (chain.contains(to)) {
            return Optional.of("Agent " + to + " is at work in this chain already ("
                    + String.join(" → ", chain)
                    + "); it cannot work for itself. Nothing was delegated.");
        }
        return chain.size() >= AGENT_DEPTH
                ? Optional.of("Limit agentDepth (" + AGENT_DEPTH + ") reached: "
                        + String.join(" → ", chain) + ". Nothing was delegated.")
                : Optional.empty();
    }

    /** What is said where a run that a person started has too many others at work. */
    public static String tooMany() {
        return "Limit familyRuns (" + FAMILY_RUNS + ") reached. Nothing was delegated.";
    }

    /** The chain that a run's own delegations carry on. */
    public static List<Ancestor> carriedOn(Run run) {
        var chain = new ArrayList<>(run.origin().chain());
        chain.add(new Ancestor(run.origin().agent(), run.origin().blueprint()));
        return chain;
    }

    /** From the agent that a person spoke to, to the one that is at work. */
    static List<String> names(Run run) {
        return Stream.concat(
                        run.origin().chain().stream().map(Ancestor::agent),
                        Stream.of(run.origin().agent()))
                .toList();
    }
}
