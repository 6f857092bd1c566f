package dev.countersign.agent.recall;

import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.RunStore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was said in the runs that were thought about lately, so that a turn reads from the store
 * only what is new. Messages never change, so what is here is never wrong, only short.
 */
public final class Transcripts {
    private static final int RUNS = 200;

    private final RunStore store;
    private final Map<String, List<Message>> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Message>> eldest) {
            return size() > RUNS;
        }
    };

    public Transcripts(RunStore store) {
        this.store = store;
    }

    /** The first {@code count} messages of a run. */
    public List<Message> of(String run, int count) {
        var known = known(run);
        if (known.size() < count) {
            var more = new ArrayList<>(known);
            more.addAll(store.messages(run, known.size()));
            known = more;
            remember(run, known);
        }
        return List.copyOf(known.subList(0, Math.min(count, known.size())));
    }

    /** These were just kept, as numbers {@code from} and on. */
    public void said(String run, int from, List<Message> said) {
        var known = known(run);
        if (!said.isEmpty() && known.size() == from) {
            var more = new ArrayList<>(known);
            more.addAll(said);
            remember(run, more);
        }
    }

    private synchronized List<Message> known(String run) {
        return recent.getOrDefault(run, List.of());
    }

    private synchronized void remember(String run, List<Message> messages) {
        recent.put(run, messages);
    }
}
