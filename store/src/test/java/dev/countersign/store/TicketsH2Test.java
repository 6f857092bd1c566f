package dev.countersign.store;

class TicketsH2Test extends TicketsContract {
    @Override
    Database open() {
        return TestDatabases.h2();
    }
}
