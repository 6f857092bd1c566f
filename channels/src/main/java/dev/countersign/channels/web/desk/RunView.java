package dev.countersign.channels.web.desk;

import dev.countersign.channels.Conversation;
import dev.countersign.channels.Questions.Shown;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as its page shows it: what was said, what was called, what was asked, and the record.
 * {@code parent} is the run that it works for.
 */
public record RunView(
        String id,
        String agent,
        String requester,
        Conversation place,
        Instant started,
        Phase phase,
        String reason,
        List<Line> lines,
        List<Recorded> record,
        Optional<String> parent) {
    public RunView {
        lines = List.copyOf(lines);
        record = List.copyOf(record);
    }

    /** Where the run stands; {@link #reason} says why it is closed. */
    public enum Phase {
        THINKING,
        ACTING,
        RESTING,
        CLOSED
    }

    /** One entry of the transcript; a call stands where the model asked for it. */
    public sealed interface Line {
        record Human(String by, String text) implements Line {}

        /** Said while calls were waiting; the model reads it with their results. */
        record Waiting(String by, String text) implements Line {}

        record Agent(String text) implements Line {}

        record Called(CallView call) implements Line {}
    }

    /**
     * One tool call. {@code proposed} is what the model asked for, where a person changed it;
     * {@code note} says what the state alone does not: by which rule, by whom, for what reason;
     * {@code child} is the run that it was delegated to.
     */
    public record CallView(
            String id,
            String tool,
            String arguments,
            Optional<String> proposed,
            String digest,
            State state,
            String note,
            Optional<Outcome> outcome,
            List<Shown> questions,
            Optional<String> child) {
        public CallView {
            questions = List.copyOf(questions);
        }
    }

    /** What a call gave back. */
    public record Outcome(String text, boolean error) {}

    /** How far a call is. */
    public enum State {
        PROPOSED,
        GATED,
        CLEARED,
        STARTED,
        DONE,
        REFUSED,
        LOST,
        DELEGATED
    }

    /** A line of the record: who did what, when, over which channel. */
    public record Recorded(Instant at, String who, String channel, String what) {}

    /** Every question of the run, in the order of its calls. */
    public List<Shown> questions() {
        return lines.stream()
                .flatMap(line -> line instanceof Line.Called called
                        ? called.call().questions().stream()
                        : java.util.stream.Stream.empty())
                .toList();
    }
}
