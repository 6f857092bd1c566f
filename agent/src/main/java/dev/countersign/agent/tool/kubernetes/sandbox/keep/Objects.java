package dev.countersign.agent.tool.kubernetes.sandbox.keep;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.ApiFailure;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** All objects of the cluster. One writer at a time, many readers; what is kept never changes. */
public final class Objects implements AutoCloseable {
    public static final int MAX_OBJECTS = 30_000;
    private static final int HISTORY = 4_096;
    private static final int MAX_WATCHES = 256;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final TreeMap<Key, ObjectNode> objects = new TreeMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final Tally tally = new Tally();
    private final Kinds kinds;
    private final InstantSource clock;
    private final Journal journal;
    private long version = 1;
    private long forgotten = 1;

    /** What was found at one moment. */
    public record Found(long version, List<ObjectNode> items) {}

    public Objects(Kinds kinds, InstantSource clock, Journal journal) {
        this.kinds = kinds;
        this.clock = clock;
        this.journal = journal;
        version = Math.max(1, journal.load(objects, tally));
        forgotten = version;
        redefine();
    }

    public boolean isEmpty() {
        return objects.isEmpty();
    }

    public Tally tally() {
        return tally;
    }

    public Optional<ObjectNode> get(Key key) {
        return reading(() -> now(key));
    }

    public Found list(ResourceKind kind, Optional<String> namespace) {
        return reading(
                () -> new Found(version, List.copyOf(rangeNow(kind, namespace).values())));
    }

    private <T> T reading(java.util.function.Supplier<T> work) {
        Lock read = lock.readLock();
        read.lock();
        try {
            return work.get();
        } finally {
            read.unlock();
        }
    }

    Optional<ObjectNode> now(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    Map<Key, ObjectNode> everythingNow() {
        return objects;
    }

    Map<Key, ObjectNode> rangeNow(ResourceKind kind, Optional<String> namespace) {
        String from = namespace.orElse("");
        Key first = new Key(kind.group(), kind.plural(), from, "");
        return namespace.isPresent()
                ? objects.subMap(first, new Key(kind.group(), kind.plural(), from + "\0", ""))
                : objects.subMap(first, new Key(kind.group(), kind.plural() + "\0", "", ""));
    }

    void checkRoom(int staged) {
        if (objects.size() + staged >= MAX_OBJECTS) {
            throw new ApiFailure(
                    403,
                    "Forbidden",
                    "exceeded quota: the sandbox keeps at most " + MAX_OBJECTS + " objects",
                    Json.object());
        }
    }

    /** Runs a write; only what comes back from a wet one is kept and counted as done. */
    public <T> T write(boolean dry, Optional<Mark> mark, Function<Draft, T> work) {
        lock.writeLock().lock();
        try {
            Draft draft = new Draft(this, version, clock.instant(), dry);
            T result = work.apply(draft);
            List<Change> changes = draft.changes();
            if (dry) {
                mark.ifPresent(it -> tally.add(new Tally.Line(it, 0, 0, 1)));
            } else {
                commit(draft.version(), changes, mark.map(it -> line(it, changes)));
            }
            return result;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static Tally.Line line(Mark mark, List<Change> changes) {
        return changes.isEmpty() ? new Tally.Line(mark, 0, 1, 0) : new Tally.Line(mark, 1, 0, 0);
    }

    private void commit(long next, List<Change> changes, Optional<Tally.Line> line) {
        if (changes.isEmpty() && line.isEmpty()) {
            return;
        }
        journal.append(next, changes, line);
        changes.forEach(this::keep);
        version = next;
        line.ifPresent(tally::add);
        if (changes.stream().anyMatch(it -> it.key().plural().endsWith("definitions"))) {
            redefine();
        }
        journal.compactIfLarge(next, objects, tally);
    }

    private void keep(Change change) {
        change.after()
                .ifPresentOrElse(
                        it -> objects.put(change.key(), it), () -> objects.remove(change.key()));
        history.addLast(change);
        if (history.size() > HISTORY) {
            forgotten = history.removeFirst().version();
        }
        watches.forEach(watch -> watch.offer(change));
    }

    private void redefine() {
        kinds.define(
                rangeNow(Kinds.builtIn("CustomResourceDefinition"), Optional.empty())
                        .values()
                        .stream());
    }

    /** Follows changes after the given version; 0 means from now on. */
    public Watch watch(long since) {
        return reading(() -> {
            if (watches.size() >= MAX_WATCHES) {
                throw Failures.tooManyRequests("too many watches are open", 1);
            }
            if (since != 0 && since < forgotten) {
                throw Failures.gone("too old resource version: " + since + " (" + forgotten + ")");
            }
            List<Change> missed = new ArrayList<>();
            history.stream()
                    .filter(change -> since != 0 && change.version() > since)
                    .forEach(missed::add);
            Watch watch = new Watch(missed, watches::remove);
            watches.add(watch);
            return watch;
        });
    }

    /** Ends every watch that is open now. */
    public int dropWatches() {
        int open = watches.size();
        watches.forEach(Watch::close);
        return open;
    }

    @Override
    public void close() {
        dropWatches();
        lock.writeLock().lock();
        try {
            journal.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
