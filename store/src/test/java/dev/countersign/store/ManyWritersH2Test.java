package dev.countersign.store;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class ManyWritersH2Test extends ManyWritersTest {
    @TempDir
    private Path folder;

    @Override
    Database database() {
        return TestDatabases.h2(folder);
    }
}
