package dev.countersign.bot.email;

import dev.countersign.channels.email.ticket.Stub;
import dev.countersign.channels.email.ticket.Stub.Kind;
import dev.countersign.channels.email.ticket.Stub.Matter;
import dev.countersign.channels.email.ticket.TicketStore;
import dev.countersign.store.ticket.JdbiTickets;
import dev.countersign.store.ticket.KeptTicket;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The mail channel's stubs as rows of the store, without those that are long of no use. */
final class KeptTickets implements TicketStore {
    /** After so long the link of a settled question does not even tell how it ended. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final Duration BETWEEN_PRUNINGS = Duration.ofDays(1);

    private final JdbiTickets rows;
    private final InstantSource clock;
    private final AtomicReference<Instant> nextPruning = new AtomicReference<>(Instant.MIN);

    KeptTickets(JdbiTickets rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public Stub keep(Stub stub) {
        prune();
        return stub(rows.keep(row(stub)));
    }

    private void prune() {
        var now = clock.instant();
        var due = nextPruning.get();
        if (!now.isBefore(due) && nextPruning.compareAndSet(due, now.plus(BETWEEN_PRUNINGS))) {
            rows.prune(now.minus(KEPT));
        }
    }

    @Override
    public Optional<Stub> byHash(String hash) {
        return rows.byHash(hash).map(KeptTickets::stub);
    }

    @Override
    public Optional<Stub> named(String name) {
        return rows.named(name).map(KeptTickets::stub);
    }

    @Override
    public void used(String name, Instant at) {
        rows.used(name, at);
    }

    private static KeptTicket row(Stub stub) {
        Map<String, String> hashes = new HashMap<>();
        stub.hashes().forEach((kind, hash) -> hashes.put(kind.name(), hash));
        var matter = stub.matter();
        return new KeptTicket(
                stub.name(),
                stub.salt(),
                matter.key(),
                matter.version(),
                matter.place(),
                matter.subject(),
                matter.root(),
                stub.person(),
                stub.address(),
                hashes,
                stub.created(),
                stub.expires(),
                stub.used());
    }

    private static Stub stub(KeptTicket row) {
        Map<Kind, String> hashes = new EnumMap<>(Kind.class);
        row.hashes().forEach((kind, hash) -> hashes.put(Kind.valueOf(kind), hash));
        return new Stub(
                row.name(),
                row.salt(),
                new Matter(row.place(), row.question(), row.version(), row.subject(), row.root()),
                row.person(),
                row.address(),
                hashes,
                row.made(),
                row.expires(),
                row.used());
    }
}
