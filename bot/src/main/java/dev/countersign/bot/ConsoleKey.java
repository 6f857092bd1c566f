package dev.countersign.bot;

import dev.countersign.bot.config.LocalToken;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The key that signs the console's sessions: kept, so that a restart signs nobody out. */
final class ConsoleKey {
    private ConsoleKey() {}

    static byte[] keptIn(Path data) throws IOException {
        return LocalToken.keptIn(data, "console-key").reveal().getBytes(StandardCharsets.UTF_8);
    }
}
