package dev.countersign.agent.run;

import dev.countersign.agent.grant.Grant;
import dev.countersign.agent.grant.GrantChange;
import dev.countersign.agent.grant.Grants;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The grants of {@link MapStore}, under its lock. */
final class MapGrants implements Grants {
    private final MapStore store;
    private final Map<String, Held> held = new LinkedHashMap<>();

    MapGrants(MapStore store) {
        this.store = store;
    }

    /** False when a grant that is used or revoked does not hold any more. */
    boolean allows(List<GrantChange> changes, Instant now) {
        return changes.stream()
                        .filter(GrantChange.Revoked.class::isInstance)
                        .map(change -> ((GrantChange.Revoked) change).grant())
                        .allMatch(id -> held.containsKey(id) && isAlive(held.get(id), now))
                && changes.stream()
                        .filter(GrantChange.Used.class::isInstance)
                        .map(change -> ((GrantChange.Used) change).grant())
                        .distinct()
                        .allMatch(id -> held.containsKey(id)
                                && isAlive(held.get(id), now)
                                && held.get(id).left()
                                        >= changes.stream()
                                                .filter(new GrantChange.Used(id)::equals)
                                                .count());
    }

    void apply(List<GrantChange> changes) {
        for (var change : changes) {
            switch (change) {
                case GrantChange.Made made ->
                    held.put(made.grant().id(), new Held(made.grant(), 0));
                case GrantChange.Used used ->
                    held.computeIfPresent(
                            used.grant(), (id, h) -> new Held(h.grant(), h.uses() + 1));
                case GrantChange.Revoked over -> held.remove(over.grant());
            }
        }
    }

    private static boolean isAlive(Held one, Instant now) {
        return one.left() > 0 && now.isBefore(one.grant().until());
    }

    @Override
    public List<Held> alive(Instant now) {
        synchronized (store) {
            return held.values().stream()
                    .filter(one -> isAlive(one, now))
                    .toList()
                    .reversed();
        }
    }

    @Override
    public List<Held> aliveFor(String agent, String tool, Instant now) {
        return alive(now).reversed().stream()
                .filter(h -> isFor(h.grant(), agent, tool))
                .toList();
    }

    private static boolean isFor(Grant grant, String agent, String tool) {
        return grant.scope().agent().equals(agent)
                && grant.scope().bound().tool().equals(tool);
    }

    @Override
    public boolean revoke(String id, String by, Instant now) {
        synchronized (store) {
            return held.containsKey(id) && isAlive(held.get(id), now) && held.remove(id) != null;
        }
    }
}
