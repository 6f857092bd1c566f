package dev.countersign.store.audit;

import dev.countersign.store.audit.AuditChain.Link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the records of the runs lately seen end, so that appending needs no read. A run at one
 * version has one end, so nothing here can be stale; safe for threads.
 */
public final class AuditHeads {
    private static final int MAX_RUNS = 10_000;

    private final Map<String, Head> heads = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
            return size() > MAX_RUNS;
        }
    };

    private record Head(long version, Link link) {}

    public synchronized void keep(String run, long version, Link link) {
        heads.merge(
                run,
                new Head(version, link),
                (old, now) -> now.version() >= old.version() ? now : old);
    }

    public synchronized Optional<Link> at(String run, long version) {
        return Optional.ofNullable(heads.get(run))
                .filter(head -> head.version() == version)
                .map(Head::link);
    }
}
