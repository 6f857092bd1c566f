package dev.countersign.store;

class SealsH2Test extends SealsContract {
    @Override
    Database open() {
        return TestDatabases.h2();
    }
}
