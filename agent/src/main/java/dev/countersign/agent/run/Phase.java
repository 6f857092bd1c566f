package dev.countersign.agent.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where a run stands; each phase carries exactly its own data. */
public sealed interface Phase {
    /** A model turn is due or under way; after failures, not before a certain time. */
    record Thinking(int failures, Optional<Instant> notBefore) implements Phase {
        public static final Thinking NOW = new Thinking(0, Optional.empty());
    }

    /**
     * The calls of one turn are being cleared, run or waited for. {@code words} is what the model
     * said beside them; what people say meanwhile is kept and given to it with the results.
     */
    record Acting(String words, List<Call> calls, List<Heard> heard) implements Phase {
        public Acting {
            calls = List.copyOf(calls);
            heard = List.copyOf(heard);
        }
    }

    /** The last answer is given; the next message continues. */
    record Resting(String answer) implements Phase {}

    /** Finished for good; {@code underway} are calls that had started and have not come back. */
    record Closed(End end, String reason, List<Call> underway) implements Phase {
        public Closed {
            underway = List.copyOf(underway);
        }
    }

    /** Something a person said while calls were waiting. */
    record Heard(String text, String by) {}

    /** Why a run is closed. */
    enum End {
        CANCELLED,
        FAILED,
        LIMIT
    }
}
