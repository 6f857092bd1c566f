package dev.countersign.bot.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What clients asked and were told, and what was done to the processes, in the order of time. */
final class History {
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    void add(String who, String what) {
        lines.add(Instant.now() + " " + who + ": " + what);
    }

    /** Keeps it for whoever looks for the cause. */
    Path keep(long seed) throws IOException {
        var file = Path.of("target", "replicas-" + seed + ".history");
        Files.write(file, List.copyOf(lines));
        return file.toAbsolutePath();
    }
}
