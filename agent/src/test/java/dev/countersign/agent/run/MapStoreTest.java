package dev.countersign.agent.run;

import java.time.InstantSource;

class MapStoreTest extends RunStoreContract {
    @Override
    protected Stores open(InstantSource clock) {
        var store = new MapStore(clock);
        return new Stores(store, store.outbox(), store.postbox(), store.archive());
    }
}
