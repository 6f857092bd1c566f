package dev.countersign.store;

import dev.countersign.agent.engine.EngineStores;
import dev.countersign.agent.engine.NegativeSuite;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NegativeH2Test extends NegativeSuite {
    private static Database database;

    @BeforeAll
    static void open_one_for_all() {
        database = TestDatabases.h2();
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
