package dev.countersign.agent.run;

import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.ArrayList;
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

    /** The basis of a question about a call that somebody else runs. */
    public static final String OUTSIDE = "outside";

    /** The same question on another basis. */
    public Question onBasis(String other) {
        return new Question(
                key, version, call, gate, card, other, timing, places, votes, editor, settled);
    }

    /** Whether somebody else runs the call, and says what came of it. */
    public boolean handedOut() {
        return card.kind() == Card.Kind.EXTERNAL && basis.equals(OUTSIDE);
    }

    /** When it opened, when it ends, and when it next wants attention (reminder, rung or end). */
    public record Timing(
            Instant opened, Optional<Instant> expires, Optional<Instant> next, int told) {}

    /**
     * One person's counted yes; {@code insteadOf} is who was away and in whose name it was given.
     */
    public record Vote(
            String by,
            String channel,
            Assurance assurance,
            Map<String, String> evidence,
            Instant at,
            Optional<String> reason,
            Optional<String> insteadOf,
            Optional<String> stage) {
        /** A vote of somebody's own, at the only stage. */
        public Vote(
                String by,
                String channel,
                Assurance assurance,
                Map<String, String> evidence,
                Instant at,
                Optional<String> reason) {
            this(by, channel, assurance, evidence, at, reason, Optional.empty(), Optional.empty());
        }

        public Vote {
            evidence = Map.copyOf(evidence);
        }

        /** The same vote in the name of somebody who is away, and at the stage that is open. */
        public Vote counted(Optional<String> absent, Optional<String> open) {
            return new Vote(by, channel, assurance, evidence, at, reason, absent, open);
        }

        /** Who it was, with whom they spoke for. */
        public String who() {
            return by + insteadOf.map(absent -> " for " + absent).orElse("");
        }

        /** Whether this person has given it, or it was given in their name. */
        public boolean isOf(String person) {
            return by.equals(person) || insteadOf.filter(person::equals).isPresent();
        }
    }

    public boolean open() {
        return settled.isEmpty();
    }

    /** With one more vote; the next stage is open where this one has enough of them now. */
    public Question counting(Vote vote) {
        var now = new ArrayList<>(votes);
        now.add(vote);
        boolean enough = gate.counted(now) >= gate.approvers().needed();
        return enough ? with(gate.next().map(gate::at).orElse(gate), now) : with(gate, now);
    }

    /** At a gate that has changed by its own rule, and a card that says so. */
    public Question at(Gate changed) {
        return with(changed, votes);
    }

    private Question with(Gate open, List<Vote> now) {
        return new Question(
                key,
                version,
                call,
                open,
                card.decidedBy(open.deciders(now)),
                basis,
                timing,
                places,
                now,
                editor,
                settled);
    }

    /** How many votes the open stage has. */
    public int have() {
        return gate.counted(votes);
    }

    /** The vote that this person has given already, or that was given in their name. */
    public Optional<Vote> voteOf(String person) {
        return votes.stream().filter(v -> v.isOf(person)).findFirst();
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
