package dev.countersign.store;

import dev.countersign.agent.engine.EngineStores;
import dev.countersign.agent.engine.NegativeSuite;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NegativePostgresTest extends NegativeSuite {
    private static Database database;

    @BeforeAll
    static void open_one_for_all() throws Exception {
        database = TestDatabases.postgres();
    }

    @AfterAll
    static void close_it() {
        database.close();
    }

    @Override
    protected EngineStores stores() {
        return clock -> TestDatabases.engineStores(database, clock);
    }
}
