package dev.countersign.store.sql;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the database was asked to do; a batch is one statement. Safe for threads. */
public final class Tally {
    private final LongAdder statements = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder retries = new LongAdder();

    /** How much was done up to a moment, or between two. */
    public record Count(long statements, long commits, long retries) {
        public Count since(Count earlier) {
            return new Count(
                    statements - earlier.statements,
                    commits - earlier.commits,
                    retries - earlier.retries);
        }
    }

    public Count now() {
        return new Count(statements.sum(), commits.sum(), retries.sum());
    }

    public void statement() {
        statements.increment();
    }

    public void commit() {
        commits.increment();
    }

    public void retry() {
        retries.increment();
    }
}
