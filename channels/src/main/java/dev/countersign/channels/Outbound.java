package dev.countersign.channels;

import dev.countersign.channels.Inbound.Speaker;

import java.time.Instant;
import java.util.Optional;

/** Something for humans. A channel that cannot edit or whisper says it in a new message. */
public sealed interface Outbound {
    Conversation to();

    /** Words of the run: an answer of the agent, or a notice of ours. */
    record Tell(Conversation to, String run, Tone tone, String text) implements Outbound {}

    /** A question to decide. {@code addressee} is named where each person is asked alone. */
    record Ask(
            Conversation to,
            QuestionKey key,
            int version,
            Card card,
            Optional<Instant> expires,
            Optional<String> addressee,
            Occasion occasion)
            implements Outbound {}

    /** The question is closed: show that, wherever it was shown. */
    record Settle(Conversation to, QuestionKey key, int version, Settlement settlement)
            implements Outbound {}

    /** A private sentence to one speaker; nobody else needs to know. */
    record Whisper(Conversation to, Speaker speaker, Optional<QuestionKey> about, String text)
            implements Outbound {}

    /** How far the run is; a channel may ignore it. */
    record Progress(Conversation to, String run, String text) implements Outbound {}

    /** Whose words a {@link Tell} carries. */
    enum Tone {
        /** The agent's answer. */
        ANSWER,
        /** Our own notice, for example that nobody could be reached. */
        NOTICE,
        /** The run has ended without an answer. */
        FAILURE
    }

    /** Why a question is sent. */
    enum Occasion {
        FIRST,
        REMINDER,
        ESCALATION,
        NEW_VERSION,
        /** Those before have agreed; now it is these people's turn. */
        NEXT_STAGE,
        /** Somebody's yes was counted and more are needed; who can edit shows the new count. */
        VOTE_COUNTED
    }

    /** How a question ended, by whom and when; {@code then} says what became of the call. */
    record Settlement(
            Ending ending,
            Optional<String> by,
            String channel,
            Instant at,
            Optional<String> reason,
            Optional<String> then) {
        public Settlement withEffect(String effect) {
            var said = then.orElse("") + effect;
            return new Settlement(ending, by, channel, at, reason, Optional.of(said));
        }
    }

    /** The ways in which a question can end. */
    enum Ending {
        APPROVED,
        REJECTED,
        ANSWERED,
        EXPIRED,
        CANCELLED,
        SUPERSEDED
    }
}
