package dev.countersign.store;

class ManyWritersPostgresTest extends ManyWritersTest {
    @Override
    Database database() throws Exception {
        return TestDatabases.postgres();
    }
}
