package dev.countersign.agent.tool.kubernetes.access;

import dev.countersign.agent.tool.Invocation.Requester;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

import java.util.List;

/** Who a person is to a cluster: one Kubernetes user and its groups. */
public record Account(String user, List<String> groups) {
    /** Groups that only a cluster itself gives away; a directory of ours never may. */
    private static final String RESERVED = "system:";

    public Account {
        groups = groups.stream().filter(g -> !g.startsWith(RESERVED)).sorted().toList();
    }

    /** Says no where a person has no user there, or several; {@code why} says what for. */
    public static Account of(Requester person, String why) {
        List<String> users = person.kubernetesUsers().stream().sorted().toList();
        if (users.size() != 1) {
            throw new ToolFailed((users.isEmpty() ? "No Kubernetes user is" : "Several users are")
                    + " known for " + person.person() + why
                    + ". An administrator sets one kubernetesUser for that Person.");
        }
        return new Account(users.getFirst(), List.copyOf(person.groups()));
    }
}
