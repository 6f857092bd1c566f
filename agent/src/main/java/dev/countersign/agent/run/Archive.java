package dev.countersign.agent.run;

import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be looked up about runs, for people; nothing here changes anything. */
public interface Archive {
    /** Runs by phase and agent, newest first, from behind a cursor. */
    Page<Line> runs(Filter filter);

    /** The runs that work for calls of this one and of each other, oldest first. */
    List<Line> family(String root, int most);

    /** Every call of a run, in the order of its turns. */
    List<Call> calls(String run);

    /** Every question of a run, settled ones too. */
    List<Question> questions(String run);

    /** A question with the run it belongs to; settled questions stay findable. */
    Optional<Asked> question(QuestionKey key);

    /** Open or settled questions, newest first, from behind a cursor. */
    Page<Asked> questions(boolean open, Optional<String> after, int most);

    /** A run's record from this line on, counting from 1. */
    List<Recorded> record(String run, long from);

    /** The whole record, in the order it was kept, from behind a line. */
    List<Recorded> everything(long afterId, int most);

    /** How many questions are open. */
    long open();

    /** Which runs are wanted; {@code requester} limits to one person's. */
    record Filter(
            Optional<String> phase,
            Optional<String> agent,
            Optional<String> requester,
            Optional<String> after,
            int most) {}

    /** A cursor that no list of ours has given. */
    final class NoSuchPlace extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        public NoSuchPlace(String cursor) {
            super("\"" + cursor + "\" is not a place in this list. Take next as it was given.");
        }
    }

    record Page<T>(List<T> items, Optional<String> next) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** A run in a list; {@code title} is what was first said to it. */
    record Line(
            String id,
            String agent,
            String requester,
            String phase,
            String title,
            int open,
            Instant started) {}

    record Asked(String run, String agent, String requester, Question question) {}

    /** A line of the record with its place in the chain. */
    record Recorded(long id, String run, long number, Entry entry, String previous, String hash) {}
}
