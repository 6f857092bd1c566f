package dev.countersign.agent.tool.kubernetes.sandbox.keep;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the cluster rests while the process is gone. */
public sealed interface Journal extends AutoCloseable permits FileJournal, Journal.None {
    /** Fills both from what was kept, and says at which version that was. */
    long load(Map<Key, ObjectNode> objects, Tally tally);

    /** Returns when the operating system has it. */
    void append(long version, List<Change> changes, Optional<Tally.Line> line);

    void compactIfLarge(long version, Map<Key, ObjectNode> objects, Tally tally);

    @Override
    void close();

    /** Keeps nothing: the cluster ends with the process. */
    record None() implements Journal {
        @Override
        public long load(Map<Key, ObjectNode> objects, Tally tally) {
            return 0;
        }

        @Override
        public void append(long version, List<Change> changes, Optional<Tally.Line> line) {
            // There is nothing to write to.
        }

        @Override
        public void compactIfLarge(long version, Map<Key, ObjectNode> objects, Tally tally) {
            // There is nothing to compact.
        }

        @Override
        public void close() {
            // There is nothing open.
        }
    }
}
