package dev.countersign.bot.callbacks;

import dev.countersign.bot.config.CallbackSettings;
import dev.countersign.store.callback.JdbiCallbacks;

import java.time.InstantSource;
import java.util.List;

/** The programs that are told what happens, each by a worker of its own. */
public final class Callbacks implements AutoCloseable {
    private final List<Teller> tellers;

    public Callbacks(JdbiCallbacks rows, List<CallbackSettings> targets, InstantSource clock) {
        tellers =
                targets.stream().map(target -> new Teller(rows, target, clock)).toList();
    }

    public void start() {
        tellers.forEach(Teller::start);
    }

    /** Something has happened, or is to be told again. */
    public void ring() {
        tellers.forEach(Teller::ring);
    }

    @Override
    public void close() throws InterruptedException {
        for (var teller : tellers) {
            teller.close();
        }
    }
}
