package dev.countersign.agent.tool;

import java.util.Set;

/**
 * One call of a tool: canonical JSON arguments, for whom, and the key that is the same at every
 * attempt. {@code basis} is what the preview was made from, empty where nobody was asked.
 */
public record Invocation(
        String arguments, Requester requester, String key, int attempt, String basis) {

    /** The person the run works for, as the tool's system knows them. */
    public record Requester(String person, Set<String> kubernetesUsers, Set<String> groups) {
        public Requester {
            kubernetesUsers = Set.copyOf(kubernetesUsers);
            groups = Set.copyOf(groups);
        }
    }
}
