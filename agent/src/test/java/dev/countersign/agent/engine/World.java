package dev.countersign.agent.engine;

import dev.countersign.agent.run.RunStore;
import dev.countersign.agent.run.RunStore.StaleRun;
import dev.countersign.agent.tool.Tool;

import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** Where a history takes place: its stores, and what is between the engine and its tool. */
record World(EngineStores stores, UnaryOperator<Tool> tool) {
    static final World SOUND = new World(EngineStores.IN_MEMORY, UnaryOperator.identity());

    /** Its stores, which count how often somebody comes second. */
    Engine.Stores open(InstantSource clock, List<Happening> happened) {
        var real = stores.open(clock);
        var runs = Detour.around(RunStore.class, real.runs(), (method, arguments, onward) -> {
            try {
                return onward.with(arguments);
            } catch (StaleRun late) {
                happened.add(Happening.OVERTAKEN);
                throw late;
            }
        });
        return new Engine.Stores(
                runs, real.outbox(), real.postbox(), real.archive(), real.grants());
    }

    static World on(EngineStores stores) {
        return new World(stores, UnaryOperator.identity());
    }
}
