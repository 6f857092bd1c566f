package dev.countersign.store;

class SequencesPostgresTest extends SequencesContract {
    @Override
    Database database() throws Exception {
        return TestDatabases.postgres();
    }
}
