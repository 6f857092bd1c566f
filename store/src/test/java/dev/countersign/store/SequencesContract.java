package dev.countersign.store;

import dev.countersign.agent.engine.Histories;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The random histories of the engine, with everything that must hold in them, on a database; more
 * of them with {@code -Dcountersign.sequences=N}.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class SequencesContract {
    private static final int SEQUENCES = Integer.getInteger("countersign.sequences", 75);

    private Database database;

    abstract Database database() throws Exception;

    @BeforeAll
    void open() throws Exception {
        database = database();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void whatever_people_do_nothing_runs_without_exactly_its_approval() {
        long first = Long.getLong("countersign.seed", System.nanoTime());
        int many = Long.getLong("countersign.seed") == null ? SEQUENCES : 1;
        var begun = System.nanoTime();
        var happened =
                Histories.play(first, many, clock -> TestDatabases.engineStores(database, clock));
        System.out.printf(
                "%s: %d sequences in %d ms: %s%n",
                getClass().getSimpleName(),
                many,
                (System.nanoTime() - begun) / 1_000_000,
                happened);
    }
}
