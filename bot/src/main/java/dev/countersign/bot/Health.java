package dev.countersign.bot;

import dev.countersign.bot.http.Ports;
import dev.countersign.bot.time.Timekeeper;
import dev.countersign.store.Database;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whether this server can do its part: the database, the channels and the clock. */
record Health(Database database, Supplier<List<String>> channels, Optional<Timekeeper> time)
        implements Ports.Readiness {
    @Override
    public List<String> causes() {
        try {
            database.check();
            var late = time.stream().flatMap(keeper -> keeper.causes().stream());
            return Stream.concat(channels.get().stream(), late).toList();
        } catch (RuntimeException away) {
            return List.of(away.getMessage());
        }
    }

    @Override
    public List<String> warnings() {
        return time.map(Timekeeper::warnings).orElse(List.of());
    }
}
