package dev.countersign.bot.http;

import dev.countersign.agent.engine.Feed;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Passes on what it is told. */
final class FakeFeed implements Feed {

    final Set<Consumer<Stirring>> listeners = ConcurrentHashMap.newKeySet();

    void tell(Stirring stirring) {
        listeners.forEach(listener -> listener.accept(stirring));
    }

    @Override
    public Subscription watch(String run, Consumer<Stirring> listener) {
        return watchAll(listener);
    }

    @Override
    public Subscription watchAll(Consumer<Stirring> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
