package dev.countersign.store;

class TicketsPostgresTest extends TicketsContract {
    @Override
    Database open() throws Exception {
        return TestDatabases.postgres();
    }
}
