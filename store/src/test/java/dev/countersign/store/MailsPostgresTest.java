package dev.countersign.store;

class MailsPostgresTest extends MailsContract {
    @Override
    Database open() throws Exception {
        return TestDatabases.postgres();
    }
}
