package dev.countersign.agent.run;

import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people are asked about one call. The key stays; an edit or a moved target makes the next
 * version, on which votes start again. {@code basis} is what the preview was made from, for the
 * tool to recognise whether its target has moved.
 */
public record Question(
        QuestionKey key,
        int version,
        String call,
        Gate gate,
        Card card,
        String basis,
        Timing timing,
        List<Conversation> places,
        List<Vote> votes,
        Optional<String> editor,
        Optional<Settlement> settled) {
    public Question {
        places = List.copyOf(places);
        votes = List.copyOf(votes);
    }

    /** When it opened, when it ends, and when it next wants attention (reminder, rung or end). */
    public record Timing(
            Instant opened, Optional<Instant> expires, Optional<Instant> next, int told) {}

    /** One person's counted yes. */
    public record Vote(
            String by,
            String channel,
            Assurance assurance,
            Map<String, String> evidence,
            Instant at,
            Optional<String> reason) {
        public Vote {
            evidence = Map.copyOf(evidence);
        }
    }

    public boolean open() {
        return settled.isEmpty();
    }

    public Question voted(List<Vote> now) {
        return new Question(
                key,
                version,
                call,
                gate,
                card.counting(now.size()),
                basis,
                timing,
                places,
                now,
                editor,
                settled);
    }

    public Question settled(Settlement how) {
        return new Question(
                key,
                version,
                call,
                gate,
                card,
                basis,
                timing,
                places,
                votes,
                editor,
                Optional.of(how));
    }

    public Question timed(Timing next, List<Conversation> alsoAt) {
        return new Question(
                key, version, call, gate, card, basis, next, alsoAt, votes, editor, settled);
    }
}
