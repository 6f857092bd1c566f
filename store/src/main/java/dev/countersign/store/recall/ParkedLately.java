package dev.countersign.store.recall;

import dev.countersign.agent.run.Run;
import dev.countersign.channels.QuestionKey;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The runs that were parked last, by the questions they wait for, so that a prompt answer needs no
 * read. Another process may have moved one meanwhile: its version says so when a step is kept, and
 * then it is forgotten. Safe for threads.
 */
public final class ParkedLately {
    /** A parked run takes some ten kilobytes in memory. */
    private static final int MAX_QUESTIONS = 500;

    private final Map<QuestionKey, Run> runs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<QuestionKey, Run> eldest) {
            return size() > MAX_QUESTIONS;
        }
    };

    public synchronized Optional<Run> asking(QuestionKey key) {
        return Optional.ofNullable(runs.get(key));
    }

    /** A step was kept: the run waits for other questions now. */
    public synchronized void keep(Run before, Run kept) {
        forget(before);
        kept.questions().forEach(q -> runs.put(q.key(), kept));
    }

    /** A step was not kept: somebody else may have moved the run. */
    public synchronized void forget(Run before) {
        before.questions().forEach(q -> runs.remove(q.key()));
    }
}
