package dev.countersign.agent.tool.kubernetes;

import java.util.List;
import java.util.Optional;

/** The Kubernetes user and groups that requests are made as; nobody means ourselves. */
record Impersonation(Optional<String> user, List<String> groups) {
    static final Impersonation NONE = new Impersonation(Optional.empty(), List.of());

    /** Groups that only a cluster itself gives away; a directory of ours never may. */
    private static final String RESERVED = "system:";

    Impersonation {
        groups = groups.stream().filter(g -> !g.startsWith(RESERVED)).sorted().toList();
    }
}
