package dev.countersign.bot;

import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.grant.Grants;
import dev.countersign.bot.http.Ports;

import java.time.InstantSource;
import java.util.List;

/** The grants that hold at the moment when somebody looks. */
record GrantShelf(Grants grants, Engine engine, InstantSource clock) implements Ports.GrantBook {
    @Override
    public List<Grants.Held> alive() {
        return grants.alive(clock.instant());
    }

    @Override
    public boolean revoke(String id, String by) {
        return engine.revoke(id, by);
    }
}
