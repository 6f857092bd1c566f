package dev.countersign.agent.engine;

import dev.countersign.agent.engine.work.Speech;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Carries stirrings from the engine to whoever listens in this process. */
final class FeedHub implements Feed {
    private final Map<String, List<Consumer<Stirring>>> byRun = new ConcurrentHashMap<>();
    private final Map<String, String> working = new ConcurrentHashMap<>();
    private final Map<String, Speech> speeches = new ConcurrentHashMap<>();
    private final List<Consumer<Stirring>> all = new CopyOnWriteArrayList<>();

    @Override
    public Subscription watch(String run, Consumer<Stirring> listener) {
        byRun.compute(run, (id, list) -> {
            var listeners = list == null ? new CopyOnWriteArrayList<Consumer<Stirring>>() : list;
            listeners.add(listener);
            return listeners;
        });
        return () -> byRun.computeIfPresent(run, (id, list) -> {
            list.remove(listener);
            return list.isEmpty() ? null : list;
        });
    }

    @Override
    public Subscription watchAll(Consumer<Stirring> listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    @Override
    public Optional<String> working(String run, String call) {
        return Optional.ofNullable(working.get(run + "/" + call));
    }

    @Override
    public Optional<String> speaking(String run) {
        return Optional.ofNullable(speeches.get(run)).map(Speech::shown);
    }

    /** An ear for the turn that begins; what is still said of one that was given up is dropped. */
    Consumer<String> listening(String run) {
        var speech = new Speech();
        speeches.put(run, speech);
        return piece -> {
            if (speeches.get(run) == speech) {
                speech.add(piece);
                stir(new Stirring.Speaking(run));
            }
        };
    }

    /** The turn is over: what was said of it on the way is shown no more. */
    void hushed(String run) {
        speeches.remove(run);
    }

    /** A call that has come back says nothing more. */
    void ended(String run, String call) {
        working.remove(run + "/" + call);
    }

    /** Nobody knows what has moved: everybody looks. */
    void stirAll() {
        byRun.forEach(
                (run, listeners) -> listeners.forEach(l -> l.accept(new Stirring.Elsewhere(run))));
        all.forEach(l -> l.accept(new Stirring.Elsewhere("")));
    }

    void stir(Stirring stirring) {
        if (stirring instanceof Stirring.Working now) {
            working.put(now.run() + "/" + now.call(), now.text());
        }
        byRun.getOrDefault(stirring.run(), List.of()).forEach(l -> l.accept(stirring));
        all.forEach(l -> l.accept(stirring));
    }
}
