package dev.countersign.agent.engine;

import dev.countersign.agent.grant.Grants;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Outbox;
import dev.countersign.agent.run.Postbox;
import dev.countersign.agent.run.RunStore;
import dev.countersign.agent.run.RunStore.StoreUnavailable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** One process's way to a store. Once cut, the process has as good as been killed. */
final class Wire {
    private final Engine.Stores far;
    private volatile boolean cut;

    Wire(Engine.Stores far) {
        this.far = far;
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
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
                    if (cut) {
                        throw new StoreUnavailable("this process is dead", new Killed());
                    }
                    try {
                        return method.invoke(real, args);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    /** The process ended here. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
