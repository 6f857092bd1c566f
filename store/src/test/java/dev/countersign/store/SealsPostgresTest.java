package dev.countersign.store;

class SealsPostgresTest extends SealsContract {
    @Override
    Database open() throws Exception {
        return TestDatabases.postgres();
    }
}
