package dev.countersign.bot.callbacks;

import dev.countersign.agent.run.Archive.Recorded;
import dev.countersign.bot.config.CallbackSettings;
import dev.countersign.store.callback.JdbiCallbacks;
import dev.countersign.store.callback.KeptCallback;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells one program what happens, from the record and after the fact: each line at least once, also
 * where the process ended in between. A slow program holds up nobody else.
 */
final class Teller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

    /** The pauses that Standard Webhooks recommends; after the last try a callback is dead. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(10));

    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration LAST_ROUND = Duration.ofSeconds(5);
    private static final int AT_ONCE = 5;
    private static final int SEEN = 10_000;

    private final JdbiCallbacks rows;
    private final CallbackSettings target;
    private final InstantSource clock;
    private final Post post = new Post();
    private final Semaphore rung = new Semaphore(0);
    private final Set<Long> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > SEEN;
        }
    });
    private volatile boolean open = true;
    private volatile Optional<Thread> worker = Optional.empty();
    private boolean troubled;

    Teller(JdbiCallbacks rows, CallbackSettings target, InstantSource clock) {
        this.rows = rows;
        this.target = target;
        this.clock = clock;
    }

    void start() {
        rows.begin(target.name());
        var name = "callbacks to " + target.name();
        worker = Optional.of(Thread.ofVirtual().name(name).start(this::work));
    }

    void ring() {
        rung.release();
    }

    private void work() {
        while (open) {
            try {
                if (rung.tryAcquire(SWEEP.toMillis(), TimeUnit.MILLISECONDS)) {
                    rung.drainPermits();
                }
                gather();
                send();
                troubled = false;
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) {
                trouble(failed);
            }
        }
    }

    private void trouble(RuntimeException failed) {
        if (!troubled) {
            LOG.warn(
                    "{} cannot be told just now: {}; trying again every {} s",
                    target.name(),
                    failed.getMessage(),
                    SWEEP.toSeconds());
        }
        troubled = true;
    }

    private void gather() {
        var lines = rows.unseen(target.name(), seen);
        while (open && !lines.isEmpty()) {
            var drafts = lines.stream()
                    .flatMap(line -> Telling.of(line, target.events()).stream())
                    .toList();
            if (rows.keep(target.name(), drafts, lines.getLast().id(), clock.instant())) {
                lines.stream().map(Recorded::id).forEach(seen::add);
            }
            lines = rows.unseen(target.name(), seen);
        }
    }

    private void send() throws InterruptedException {
        var due = rows.claim(target.name(), clock.instant(), LEASE, AT_ONCE);
        while (open && !due.isEmpty()) {
            for (var callback : due) {
                send(callback);
            }
            due = rows.claim(target.name(), clock.instant(), LEASE, AT_ONCE);
        }
        rows.prune(clock.instant().minus(KEPT));
    }

    private void send(KeptCallback callback) throws InterruptedException {
        var now = clock.instant();
        var trouble = post.send(target, callback, now);
        if (trouble.isEmpty()) {
            rows.sent(callback.id(), now);
            return;
        }
        var next = callback.tries() < PAUSES.size()
                ? Optional.of(now.plus(PAUSES.get(callback.tries())))
                : Optional.<Instant>empty();
        rows.failed(callback.id(), trouble.get(), next);
        LOG.warn(
                "{} was not told of {}: {}; {}",
                target.name(),
                callback.kind(),
                trouble.get(),
                next.map(then -> "trying again at " + then)
                        .orElse("given up; POST /api/v1/callbacks/" + callback.id() + "/replay"));
    }

    @Override
    public void close() throws InterruptedException {
        open = false;
        ring();
        if (worker.isPresent() && !worker.get().join(LAST_ROUND)) {
            LOG.warn("{} was being told something; it is told again later", target.name());
        }
        post.close();
    }
}
