package dev.countersign.agent.run;

import dev.countersign.channels.Conversation;
import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One conversation with one agent, durable. {@code version} decides every race: a step is committed
 * only onto the version it was made from.
 */
public record Run(
        String id,
        long version,
        Origin origin,
        Phase phase,
        Counts counts,
        List<Question> questions) {
    public Run {
        questions = List.copyOf(questions);
    }

    /**
     * Where a run comes from. {@code blueprint} is the hash of the agent as it was at the start: a
     * later edit of the agent does not reach a run that is under way.
     */
    public record Origin(
            String agent,
            String blueprint,
            String requester,
            Conversation place,
            Instant started) {}

    /**
     * What has been counted: model turns since a human last spoke, turns, calls and messages in
     * all.
     */
    public record Counts(int sinceHuman, int turns, int calls, int messages) {
        public static final Counts ZERO = new Counts(0, 0, 0, 0);
    }

    /** A run that nobody has said anything to yet, and that no store knows. */
    public static Run fresh(String id, Origin origin) {
        return new Run(id, 0, origin, new Phase.Resting(""), Counts.ZERO, List.of());
    }

    /** The calls in hand: of the turn that is being worked off, or still under way at the end. */
    public List<Call> calls() {
        return switch (phase) {
            case Phase.Acting acting -> acting.calls();
            case Phase.Closed closed -> closed.underway();
            case Phase.Thinking thinking -> List.of();
            case Phase.Resting resting -> List.of();
        };
    }

    /** What the model said beside the calls in hand. */
    public String words() {
        return phase instanceof Phase.Acting acting ? acting.words() : "";
    }

    public Optional<Call> call(String id) {
        return calls().stream().filter(c -> c.id().equals(id)).findFirst();
    }

    /** An open question, by its key. */
    public Optional<Question> question(QuestionKey key) {
        return questions.stream().filter(q -> q.key().equals(key)).findFirst();
    }

    public Run at(long newVersion) {
        return new Run(id, newVersion, origin, phase, counts, questions);
    }

    public Run in(Phase next) {
        return new Run(id, version, origin, next, counts, questions);
    }

    public Run counting(Counts next) {
        return new Run(id, version, origin, phase, next, questions);
    }

    public Run asking(List<Question> open) {
        return new Run(id, version, origin, phase, counts, open);
    }
}
