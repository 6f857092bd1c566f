package dev.countersign.agent.engine;

import dev.countersign.agent.grant.Grants;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Outbox;
import dev.countersign.agent.run.Postbox;
import dev.countersign.agent.run.RunStore;
import dev.countersign.agent.run.RunStore.StoreUnavailable;

import java.util.function.Supplier;

/** One process's way to a store. Once cut, the process has as good as been killed. */
final class Wire {
    private final Engine.Stores far;
    private final Runnable beforeCommit;
    private final Supplier<RuntimeException> silence;
    private volatile boolean cut;

    Wire(Engine.Stores far) {
        this.far = far;
        beforeCommit = () -> {};
        silence = () -> new StoreUnavailable("this process is dead", new Killed());
    }

    /** Whoever is cut off does not wait for the store, as nobody would ever wake them. */
    Wire(Engine.Stores far, Runnable beforeCommit) {
        this.far = far;
        this.beforeCommit = beforeCommit;
        silence = Killed::new;
    }

    void cut() {
        cut = true;
    }

    void mend() {
        cut = false;
    }

    boolean isCut() {
        return cut;
    }

    Engine.Stores near() {
        return new Engine.Stores(
                through(RunStore.class, far.runs()),
                through(Outbox.class, far.outbox()),
                through(Postbox.class, far.postbox()),
                through(Archive.class, far.archive()),
                through(Grants.class, far.grants()));
    }

    private <T> T through(Class<T> port, T real) {
        return Detour.around(port, real, (method, arguments, onward) -> {
            if (method.equals("commit")) {
                beforeCommit.run();
            }
            if (cut) {
                throw silence.get();
            }
            return onward.with(arguments);
        });
    }

    /** The process ended here. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
