package dev.countersign.agent.tool;

import java.util.Set;

/**
 * One call of a tool: canonical JSON arguments, for whom, and the key that is the same at every
 * attempt. {@code basis} is what the preview was made from, empty where nobody was asked; {@code
 * trail} leads back to our record of it.
 */
public record Invocation(
        String arguments, Requester requester, String key, int attempt, String basis, Trail trail) {
    /** A call that is in no record yet. */
    public Invocation(
            String arguments, Requester requester, String key, int attempt, String basis) {
        this(arguments, requester, key, attempt, basis, Trail.NONE);
    }

    /**
     * What a system that keeps a log of its own should know of a call: its run, what cleared it
     * (as in {@code question q_k2}) and the digest that was approved.
     */
    public record Trail(String run, String clearance, String digest) {
        public static final Trail NONE = new Trail("", "", "");
    }

    /** The person the run works for, as the tool's system knows them. */
    public record Requester(String person, Set<String> kubernetesUsers, Set<String> groups) {
        public Requester {
            kubernetesUsers = Set.copyOf(kubernetesUsers);
            groups = Set.copyOf(groups);
        }
    }
}
