package dev.countersign.bot.http;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Applied;
import dev.countersign.agent.catalog.Catalog;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.channels.Person;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Two people, one agent, and whatever becomes of documents. */
final class FakeCatalog implements Catalog {

    final List<String> applied = new CopyOnWriteArrayList<>();
    Applied next = new Applied(List.of("Agent a"), List.of(), List.of());

    @Override
    public Snapshot now() {
        var agent = new AgentSpec(
                "hitl-agent", "", "m", "", List.of(), Optional.empty(), List.of(), true);
        var none = Snapshot.EMPTY;
        return new Snapshot(
                Map.of("hitl-agent", agent),
                none.models(),
                none.policies(),
                Map.of("dana", person("dana"), "ana", person("ana")),
                none.channels(),
                none.tasks(),
                none.problems());
    }

    private static Person person(String name) {
        return new Person(name, Set.of(), Map.of());
    }

    @Override
    public void onChange(Consumer<Snapshot> listener) {
        listener.accept(now());
    }

    @Override
    public Applied apply(String yaml) {
        applied.add(yaml);
        return next;
    }

    @Override
    public void close() {
        applied.clear();
    }
}
