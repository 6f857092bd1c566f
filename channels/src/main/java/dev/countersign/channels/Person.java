package dev.countersign.channels;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A human we know: a name, the groups they are in, and their identities by scheme ({@code email},
 * {@code slack}, {@code kubernetes}). All identities of one person are one voter. Times are
 * written to them by the clock of their zone.
 */
public record Person(
        String name,
        Set<String> groups,
        Map<String, Set<String>> identities,
        Optional<Away> away,
        Optional<ZoneId> zone) {
    /** The scheme under which a door that signed people in itself names them. */
    public static final String BY_NAME = "person";

    /** Somebody of whom nothing is known about being away. */
    public Person(String name, Set<String> groups, Map<String, Set<String>> identities) {
        this(name, groups, identities, Optional.empty());
    }

    /** Somebody whose clock is not known. */
    public Person(
            String name,
            Set<String> groups,
            Map<String, Set<String>> identities,
            Optional<Away> away) {
        this(name, groups, identities, away, Optional.empty());
    }

    public Person {
        groups = Set.copyOf(groups);
        identities = Map.copyOf(identities);
    }

    public Set<String> identities(String scheme) {
        return BY_NAME.equals(scheme) ? Set.of(name) : identities.getOrDefault(scheme, Set.of());
    }

    /** The same person with these groups. */
    public Person in(Set<String> others) {
        return new Person(name, others, identities, away, zone);
    }

    /**
     * That a person is away until then, and who decides for them meanwhile. Without a time, the
     * delegate is for when they are found to be away, for example by an answer of their mailbox.
     */
    public record Away(Optional<Instant> until, Optional<String> delegate) {}
}
