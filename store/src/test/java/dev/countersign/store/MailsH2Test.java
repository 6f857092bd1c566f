package dev.countersign.store;

class MailsH2Test extends MailsContract {
    @Override
    Database open() {
        return TestDatabases.h2();
    }
}
