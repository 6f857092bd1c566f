package dev.countersign.agent.engine;

import dev.countersign.agent.run.MapStore;

import java.time.InstantSource;

/** Where the engine's stories keep their runs; each store that is built in hands over its own. */
@FunctionalInterface
public interface EngineStores {
    EngineStores IN_MEMORY = clock -> {
        var store = new MapStore(clock);
        return new Engine.Stores(
                store, store.outbox(), store.postbox(), store.archive(), store.grants());
    };

    /** An empty store. */
    Engine.Stores open(InstantSource clock);
}
