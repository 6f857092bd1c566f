package dev.countersign.agent.run;

import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps runs. Everything that a step means is kept in one transaction, or nothing of it. */
public interface RunStore {
    Optional<Run> load(String id);

    /** The run that asked, or asks, this question. */
    Optional<Run> asking(QuestionKey key);

    /** The latest run in this place that is not closed. */
    Optional<Run> at(Conversation place);

    /** The run that this delivery started, if it came before. */
    Optional<String> startedBy(DeliveryId delivery);

    /**
     * Keeps a step: the run, its messages, calls, questions, votes, outbox and record.
     *
     * @return the run as kept, at its new version
     * @throws StaleRun when somebody committed first, or the delivery was consumed before
     */
    Run commit(Commit commit);

    /** The transcript from this number on, counting from 0. */
    List<Message> messages(String run, int from);

    /**
     * Takes over runs that are due and that nobody holds, and gives each a new version, so that an
     * earlier owner who comes back commits nothing.
     */
    List<Run> claim(Lease lease, Instant now, int most);

    /** Keeps those of these runs that this owner holds for longer. */
    void renew(Lease lease, Set<String> runs);

    /** Frees whatever this owner holds, runs, deliveries and messages, for whoever comes first. */
    void release(String owner, Instant now);

    /** Open questions that want attention: a reminder, a rung of the ladder, the end. */
    List<QuestionKey> due(Instant now, int most);

    /** When the next run or question is due, held or not; nothing while none will ever be. */
    Optional<Instant> nextDue();

    /** Keeps an agent as it was at the start of a run, under the hash of its form. */
    void keepBlueprint(String hash, String form);

    Optional<String> blueprint(String hash);

    /**
     * A step to keep. {@code before} is the run it was made from. With a lease its owner works on
     * the run next; without one nobody needs to, until {@code due}. {@code consumed} is the
     * delivery that caused the step.
     */
    record Commit(
            Run before,
            Step step,
            Optional<Lease> lease,
            Optional<Instant> due,
            Optional<DeliveryId> consumed) {}

    /** A bounded right to work on something. */
    record Lease(String owner, Instant until) {}

    /** Somebody else was first; load the run and ask the machine again. */
    final class StaleRun extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public StaleRun(String run, long version) {
            super("run " + run + " is no longer at version " + version);
        }
    }

    /**
     * The database cannot be reached or written to just now. What the last call meant to keep was
     * not acknowledged: load the run again before going on.
     */
    final class StoreUnavailable extends Inbox.Unavailable {
        private static final long serialVersionUID = 1L;

        public StoreUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
