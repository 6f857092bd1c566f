package dev.countersign.channels;

import java.util.Map;
import java.util.Set;

/**
 * A human we know: a name, the groups they are in, and their identities by scheme ({@code email},
 * {@code slack}, {@code kubernetes}). All identities of one person are one voter.
 */
public record Person(String name, Set<String> groups, Map<String, Set<String>> identities) {
    /** The scheme under which a door that signed people in itself names them. */
    public static final String BY_NAME = "person";

    public Person {
        groups = Set.copyOf(groups);
        identities = Map.copyOf(identities);
    }

    public Set<String> identities(String scheme) {
        return BY_NAME.equals(scheme) ? Set.of(name) : identities.getOrDefault(scheme, Set.of());
    }
}
