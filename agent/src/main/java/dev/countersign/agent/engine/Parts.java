package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Judge;
import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.family.Purse;
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
        Purse purse,
        FeedHub feed) {

    static Parts of(EngineSettings settings, Workshop workshop, Engine.Stores stores) {
        var store = stores.runs();
        var agents = new Agents(store);
        return new Parts(
                settings,
                workshop,
                store,
                agents,
                new Judge(workshop, stores.grants(), agents),
                new Transcripts(store),
                new Purse(store, stores.archive(), agents, settings.limits().runTokens()),
                new FeedHub());
    }
}
