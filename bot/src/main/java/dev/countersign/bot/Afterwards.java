package dev.countersign.bot;

import dev.countersign.agent.engine.Feed;
import dev.countersign.bot.callbacks.Callbacks;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.Keys;
import dev.countersign.bot.http.Ports;
import dev.countersign.store.Database;
import dev.countersign.store.callback.JdbiCallbacks;
import dev.countersign.store.callback.KeptCallback;
import dev.countersign.store.seal.SealKey;
import dev.countersign.store.seal.Seals;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** What follows the record once it is kept: seals over it, and programs that are told of it. */
final class Afterwards implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Afterwards.class);

    private final JdbiCallbacks rows;
    private final Callbacks callbacks;
    private final Sealing sealing;
    private final InstantSource clock;

    Afterwards(Config config, Database database, InstantSource clock) throws IOException {
        this.clock = clock;
        rows = new JdbiCallbacks(database);
        callbacks = new Callbacks(rows, config.callbacks(), clock);
        var key = SealKey.of(Keys.named("seal-key", config).reveal());
        if (database.isShared() && config.store().key().isEmpty()) {
            LOG.warn("store.key is not set: a second server on this database would not know the"
                    + " sessions and the mails' pages of this one. Set it before you start one.");
        }
        sealing = new Sealing(new Seals(database, key), config.store().keep(), clock);
    }

    void start(Feed feed) {
        sealing.start();
        callbacks.start();
        feed.watchAll(stirring -> callbacks.ring());
    }

    Ports.CallbackBook callbacks() {
        return new Ports.CallbackBook() {
            @Override
            public List<KeptCallback> in(KeptCallback.State state, int most) {
                return rows.in(state, most);
            }

            @Override
            public boolean replay(long id) {
                boolean found = rows.replay(id, clock.instant());
                callbacks.ring();
                return found;
            }
        };
    }

    @Override
    public void close() throws InterruptedException {
        callbacks.close();
        sealing.close();
    }
}
