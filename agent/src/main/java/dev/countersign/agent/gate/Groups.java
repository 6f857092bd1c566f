package dev.countersign.agent.gate;

import java.util.Set;

/** Who is in a group by another system's word, asked again at every decision. */
@FunctionalInterface
public interface Groups {
    Groups NONE = group -> Set.of();

    Set<Member> members(String group);

    /** Whether this name means a group that another system keeps, and may not tell of just now. */
    default boolean isKeptElsewhere(String group) {
        return false;
    }

    /** An account under a scheme, as in a person's identities. */
    record Member(String scheme, String account) {}
}
