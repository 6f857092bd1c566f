package dev.countersign.agent.grant;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A bounded yes of one person for later calls like one that they have seen. {@code givenIn} is the
 * run whose question they answered; its record says when the grant ends before its time.
 */
public record Grant(
        String id,
        String by,
        Scope scope,
        String rule,
        Instant made,
        Instant until,
        int maxUses,
        Optional<String> givenIn) {

    /** What parts a rule's name from its terms in {@code rule}. */
    private static final String TERMS = " \\| ";

    /**
     * Which calls are meant. {@code arguments} must be exactly these, as canonical JSON; others are
     * free. {@code namespaces} are those that the seen call touched, and no others are covered.
     */
    public record Scope(
            String agent,
            Bound bound,
            Map<String, String> arguments,
            Set<String> namespaces,
            Optional<String> run) {
        public Scope {
            arguments = Map.copyOf(arguments);
            namespaces = Set.copyOf(namespaces);
        }

        /** Which calls are meant, in words. */
        public String words() {
            return bound.tool() + " by " + agent
                    + (arguments.isEmpty() ? "" : " with " + new TreeMap<>(arguments))
                    + (namespaces.isEmpty() ? "" : " in " + new TreeSet<>(namespaces))
                    + run.map(id -> " in run " + id).orElse("");
        }
    }

    /** The tool as it was: when any of this changes, the grant is void. */
    public record Bound(String tool, String source, String schemaHash, String target) {}

    /** A call that asks whether the grant holds for it; {@code rule} is what it meets now. */
    public record Wanted(
            String agent,
            Bound bound,
            Map<String, String> arguments,
            Set<String> namespaces,
            String run,
            String rule,
            Instant now) {
        public Wanted {
            arguments = Map.copyOf(arguments);
            namespaces = Set.copyOf(namespaces);
        }
    }

    /** The rule that allowed it, by its name alone. */
    public String ruleName() {
        return rule.split(TERMS, 2)[0];
    }

    /** Whether this call is one of those that were meant, under the same rule, and in time. */
    public boolean covers(Wanted call) {
        return call.now().isBefore(until)
                && rule.equals(call.rule())
                && scope.agent().equals(call.agent())
                && scope.bound().equals(call.bound())
                && call.arguments().entrySet().containsAll(scope.arguments().entrySet())
                && scope.namespaces().equals(call.namespaces())
                && scope.run().filter(run -> !run.equals(call.run())).isEmpty();
    }
}
