package dev.countersign.channels.email.ticket;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Stubs in memory. */
public final class MemoryTicketStore implements TicketStore {
    private final Map<String, Stub> stubs = new ConcurrentHashMap<>();

    @Override
    public Stub keep(Stub stub) {
        var before = stubs.putIfAbsent(stub.name(), stub);
        return before == null ? stub : before;
    }

    @Override
    public Optional<Stub> byHash(String hash) {
        return stubs.values().stream()
                .filter(stub -> stub.hashes().containsValue(hash))
                .findFirst();
    }

    @Override
    public Optional<Stub> named(String name) {
        return Optional.ofNullable(stubs.get(name));
    }

    @Override
    public void used(String name, Instant at) {
        stubs.computeIfPresent(
                name,
                (same, stub) -> new Stub(
                        stub.name(),
                        stub.salt(),
                        stub.matter(),
                        stub.person(),
                        stub.address(),
                        stub.hashes(),
                        stub.created(),
                        stub.expires(),
                        stub.used().or(() -> Optional.of(at))));
    }

    public int size() {
        return stubs.size();
    }
}
