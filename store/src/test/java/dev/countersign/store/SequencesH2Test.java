package dev.countersign.store;

class SequencesH2Test extends SequencesContract {
    @Override
    Database database() {
        return TestDatabases.h2();
    }
}
