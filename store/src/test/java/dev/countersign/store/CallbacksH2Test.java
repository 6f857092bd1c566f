package dev.countersign.store;

class CallbacksH2Test extends CallbacksContract {
    @Override
    Database open() {
        return TestDatabases.h2();
    }
}
