package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Judge;
import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.recall.Agents;
import dev.countersign.agent.recall.Transcripts;
import dev.countersign.agent.run.RunStore;

/** What the parts of the engine share. */
record Parts(
        EngineSettings settings,
        Workshop workshop,
        RunStore store,
        Agents agents,
        Judge judge,
        Transcripts transcripts,
        FeedHub feed) {

    static Parts of(EngineSettings settings, Workshop workshop, Engine.Stores stores) {
        var store = stores.runs();
        return new Parts(
                settings,
                workshop,
                store,
                new Agents(store),
                new Judge(workshop, stores.grants()),
                new Transcripts(store),
                new FeedHub());
    }
}
