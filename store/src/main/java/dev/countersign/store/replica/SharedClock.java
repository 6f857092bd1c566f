package dev.countersign.store.replica;

import dev.countersign.store.Database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of a PostgreSQL server, which all processes on it share, beside our own. */
public final class SharedClock {
    private static final String NOW = "select clock_timestamp()";

    private final Database database;
    private final InstantSource ours;

    public SharedClock(Database database, InstantSource ours) {
        this.database = database;
        this.ours = ours;
    }

    /**
     * How far our clock is ahead of the shared one, at least; negative when it is behind. The time
     * that the question took is not held against it.
     */
    public Duration ahead() {
        return database.read(handle -> {
            var before = ours.instant();
            var there = handle.createQuery(NOW).mapTo(Instant.class).one();
            return ahead(before, there, ours.instant());
        });
    }

    private static Duration ahead(Instant before, Instant there, Instant after) {
        if (there.isBefore(before)) {
            return Duration.between(there, before);
        }
        return there.isAfter(after) ? Duration.between(there, after) : Duration.ZERO;
    }
}
