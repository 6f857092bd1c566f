package dev.countersign.bot;

import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.engine.EngineSettings;
import dev.countersign.agent.engine.Feed.Stirring;
import dev.countersign.bot.meters.Meters;
import dev.countersign.bot.time.RunsInTime;
import dev.countersign.bot.time.Timekeeper;
import dev.countersign.store.Database;
import dev.countersign.store.replica.Grapevine;
import dev.countersign.store.replica.SharedClock;

import java.time.Duration;
import java.util.Optional;

/**
 * The other processes on the same database: what they tell each other, and the clock that they
 * share. An H2 file has none. It is closed after the engine, so that what the engine leaves is
 * told to those who go on.
 */
final class Neighbours implements AutoCloseable {
    private final Optional<Grapevine> grapevine;
    private final Optional<Timekeeper> time;

    Neighbours(Database database, EngineSettings settings) {
        var shared = Optional.of(database).filter(Database::isShared);
        grapevine = shared.map(d -> new Grapevine(d, settings.owner()));
        time = shared.map(d -> new SharedClock(d, settings.clock()))
                .map(clock -> new Timekeeper(clock::ahead, settings.lease()));
        time.ifPresent(Timekeeper::start);
    }

    /** The same stores, from which a server with a wrong clock takes nothing over. */
    Engine.Stores inTime(Engine.Stores stores) {
        return time.map(keeper -> new Engine.Stores(
                        new RunsInTime(stores.runs(), keeper),
                        stores.outbox(),
                        stores.postbox(),
                        stores.archive(),
                        stores.grants()))
                .orElse(stores);
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

    void measure(Meters meters) {
        meters.clock(() -> time.map(Timekeeper::ahead).orElse(Duration.ZERO));
    }

    /** Who compares the clocks, where there is another one than ours. */
    Optional<Timekeeper> time() {
        return time;
    }

    @Override
    public void close() {
        time.ifPresent(Timekeeper::close);
        grapevine.ifPresent(Grapevine::tellAll);
        grapevine.ifPresent(Grapevine::close);
    }
}
