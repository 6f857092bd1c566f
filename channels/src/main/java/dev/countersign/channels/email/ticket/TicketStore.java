package dev.countersign.channels.email.ticket;

import java.time.Instant;
import java.util.Optional;

/** Where stubs are kept; used by many threads and by all replicas at once. */
public interface TicketStore {
    /** Keeps a stub; one that is kept already under this name stays, and is returned. */
    Stub keep(Stub stub);

    /** The stub that has this hash, of whatever kind. */
    Optional<Stub> byHash(String hash);

    Optional<Stub> named(String name);

    /** Marks that its question was decided with it; the first mark stays. */
    void used(String name, Instant at);
}
