package dev.countersign.bot.fault;

import dev.countersign.bot.crash.Victim;
import dev.countersign.bot.crash.Victim.Home;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Several processes of Countersign, each looked after by a keeper who starts it again when it is
 * gone, as a platform does.
 */
final class Fleet implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(120);
    private static final int UNAVAILABLE = 503;

    private final List<Home> homes;
    private final History history;
    private final AtomicReferenceArray<Victim> processes;
    private final AtomicReferenceArray<String> crashAt;
    private final ExecutorService keepers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;

    Fleet(List<Home> homes, History history) {
        this.homes = homes;
        this.history = history;
        this.processes = new AtomicReferenceArray<>(homes.size());
        this.crashAt = new AtomicReferenceArray<>(homes.size());
        for (int i = 0; i < homes.size(); i++) {
            int mine = i;
            keepers.submit(() -> keep(mine));
        }
    }

    int size() {
        return homes.size();
    }

    private Void keep(int i) throws IOException {
        while (!closed) {
            if (at(i).filter(Victim::isAlive).isEmpty()) {
                start(i);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return null;
    }

    private void start(int i) throws IOException {
        var point = Optional.ofNullable(crashAt.getAndSet(i, null)).orElse("");
        try {
            var victim = Victim.start(homes.get(i), point);
            processes.set(i, victim);
            history.happened("replica " + i, victim.isAlive() ? "is there" : "died at " + point);
            if (closed) {
                victim.kill();
            }
        } catch (Victim.Ended withoutDatabase) {
            history.happened("replica " + i, "did not start, and is started again");
        }
    }

    /** Who is in this place, or was the last. */
    Optional<Victim> at(int i) {
        return Optional.ofNullable(processes.get(i));
    }

    /** As kill -9; one that is being started is let start first. */
    void kill(int i) {
        there(i).ifPresent(Victim::kill);
    }

    private Optional<Victim> there(int i) {
        var end = System.nanoTime() + MOST_PATIENCE.toNanos();
        while (at(i).filter(Victim::isAlive).isEmpty() && System.nanoTime() < end && !closed) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return at(i);
    }

    /** Its next life ends at this point. */
    void dieNextAt(int i, String point) {
        crashAt.set(i, point);
        kill(i);
    }

    /** Stops it in good order, as a rolling upgrade does. */
    void retire(int i) {
        there(i).ifPresent(Victim::close);
    }

    void skew(int i, Duration by) {
        at(i).ifPresent(one -> one.isOff(by));
    }

    void mayWrite(int i, String most) throws IOException {
        var one = at(i).filter(Victim::isAlive);
        if (one.isPresent()) {
            one.get().mayWrite(most);
        }
    }

    /** All that are there now. */
    List<Victim> alive() {
        var alive = new ArrayList<Victim>();
        for (int i = 0; i < size(); i++) {
            at(i).filter(Victim::isAlive).filter(v -> !v.url().isEmpty()).ifPresent(alive::add);
        }
        return alive;
    }

    /** Any of those that are there. */
    Optional<Victim> someone() {
        var alive = alive();
        return alive.isEmpty()
                ? Optional.empty()
                : Optional.of(alive.get(ThreadLocalRandom.current().nextInt(alive.size())));
    }

    /** What somebody asks of a process. */
    interface Call<T> {
        T to(Victim victim) throws IOException;
    }

    Victim.Answer get(String path) {
        return asks("GET " + path, victim -> available(victim.get(path)));
    }

    static Victim.Answer available(Victim.Answer answer) throws IOException {
        if (answer.status() == UNAVAILABLE) {
            throw new IOException("503");
        }
        return answer;
    }

    /** Asks one after the other, whichever is there, until one answers. */
    <T> T asks(String what, Call<T> call) {
        var end = System.nanoTime() + MOST_PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var one = someone();
            if (one.isPresent()) {
                try {
                    return call.to(one.get());
                } catch (IOException died) {
                    history.happened("client", what + " -> no answer: " + died.getMessage());
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("nobody answered " + what + " within " + MOST_PATIENCE);
    }

    /** What a process wrote down, in all its lives. */
    String log(int i) throws IOException {
        return Files.readString(homes.get(i).folder().resolve("log"));
    }

    String localToken(int i) throws IOException {
        return Files.readString(homes.get(i).folder().resolve("data/local-token"))
                .strip();
    }

    @Override
    public void close() {
        closed = true;
        for (int i = 0; i < size(); i++) {
            at(i).ifPresent(Victim::kill);
        }
        keepers.close();
    }
}
