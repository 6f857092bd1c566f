package dev.countersign.bot;

import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.engine.Feed.Stirring;
import dev.countersign.store.Database;
import dev.countersign.store.replica.Grapevine;

import java.util.Optional;

/**
 * The other processes on the same database. An H2 file has none. It is closed after the engine, so
 * that what the engine leaves is told to those who go on.
 */
final class Neighbours implements AutoCloseable {
    private final Optional<Grapevine> grapevine;

    Neighbours(Database database, String me) {
        grapevine =
                database.isShared() ? Optional.of(new Grapevine(database, me)) : Optional.empty();
    }

    void meet(Engine engine) {
        grapevine.ifPresent(g -> meet(engine, g));
    }

    private static void meet(Engine engine, Grapevine grapevine) {
        engine.feed().watchAll(stirring -> {
            if (stirring instanceof Stirring.Moved moved) {
                grapevine.tell(moved.run());
            }
        });
        grapevine.start(new Grapevine.Listener() {
            @Override
            public void moved(String run) {
                engine.movedElsewhere(run);
            }

            @Override
            public void missed() {
                engine.lookAround();
            }
        });
    }

    @Override
    public void close() {
        grapevine.ifPresent(Grapevine::tellAll);
        grapevine.ifPresent(Grapevine::close);
    }
}
