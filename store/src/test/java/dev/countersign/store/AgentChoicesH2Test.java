package dev.countersign.store;

class AgentChoicesH2Test extends AgentChoicesContract {
    @Override
    Database open() {
        return TestDatabases.h2();
    }
}
