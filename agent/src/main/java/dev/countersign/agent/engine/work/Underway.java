package dev.countersign.agent.engine.work;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that this process works on at this moment: their leases are kept, no others. */
public final class Underway {
    private final Map<String, Integer> runs = new ConcurrentHashMap<>();

    public void begin(String run) {
        runs.merge(run, 1, Integer::sum);
    }

    public void end(String run) {
        runs.computeIfPresent(run, (id, times) -> times > 1 ? times - 1 : null);
    }

    public Set<String> runs() {
        return Set.copyOf(runs.keySet());
    }
}
