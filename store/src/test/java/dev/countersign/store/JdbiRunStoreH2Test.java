package dev.countersign.store;

import dev.countersign.agent.run.RunStoreContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.time.InstantSource;

class JdbiRunStoreH2Test extends RunStoreContract {
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
    protected Stores open(InstantSource clock) {
        TestDatabases.empty(database);
        return TestDatabases.stores(database, clock);
    }
}
