package dev.countersign.store;

class ManyWritersH2Test extends ManyWritersTest {
    @Override
    Database database() {
        return TestDatabases.h2();
    }
}
