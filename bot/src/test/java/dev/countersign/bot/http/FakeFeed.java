package dev.countersign.bot.http;

import dev.countersign.agent.engine.Feed;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Passes on what it is told. */
final class FakeFeed implements Feed {

    final Set<Consumer<Stirring>> listeners = ConcurrentHashMap.newKeySet();

    volatile String saying = "";

    void tell(Stirring stirring) {
        listeners.forEach(listener -> listener.accept(stirring));
    }

    @Override
    public Optional<String> speaking(String run) {
        return Optional.of(saying);
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
