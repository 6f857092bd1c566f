package dev.countersign.store;

class AgentChoicesPostgresTest extends AgentChoicesContract {
    @Override
    Database open() throws Exception {
        return TestDatabases.postgres();
    }
}
