package dev.countersign.channels;

import dev.countersign.channels.Outbound.Settlement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The questions as a door of our own sees them: to look at, to list, and to decide at once. */
public interface Questions {
    Optional<Shown> find(QuestionKey key);

    /** The open questions that this person may decide now, oldest first. */
    List<Shown> openFor(String person);

    /** Judges and records one choice; what it answers is already kept. */
    Reply decide(Inbound.Chose chose);

    /** A question as it stands now; a settled one stays findable. */
    record Shown(
            QuestionKey key,
            int version,
            String run,
            String agent,
            Card card,
            Instant opened,
            Optional<Instant> expires,
            Optional<Settlement> settled) {}

    /** What became of a choice, with the one sentence for the human. */
    record Reply(Verdict verdict, String sentence) {}

    /** The ways in which a choice can be taken. */
    enum Verdict {
        /** It decided the question. */
        RECORDED,
        /** It counts; more people are needed. */
        COUNTED,
        /** This person may not decide this question. */
        NOT_ALLOWED,
        /** Somebody was first, or this person has chosen already. */
        ALREADY_DECIDED,
        /** The question has expired or was cancelled. */
        TOO_LATE,
        /** A newer version of the question is open. */
        SUPERSEDED,
        /** The choice does not fit the question; the question stays open. */
        UNCLEAR,
        /** There is no such question. */
        UNKNOWN
    }
}
