package dev.countersign.store;

class CallbacksPostgresTest extends CallbacksContract {
    @Override
    Database open() throws Exception {
        return TestDatabases.postgres();
    }
}
