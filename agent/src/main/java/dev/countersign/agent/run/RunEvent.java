package dev.countersign.agent.run;

import dev.countersign.agent.grant.Grant;
import dev.countersign.agent.run.CallState.Outcome;
import dev.countersign.agent.run.Question.Timing;
import dev.countersign.agent.run.Question.Vote;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that happened to a run. Time is in the event; the machine reads no clock. */
public sealed interface RunEvent {
    Instant at();

    /** A person spoke. */
    record Heard(String text, String by, Instant at) implements RunEvent {}

    /**
     * The model took its turn, having seen this many messages, for this much of this budget;
     * {@code notes} say what else happened on the way to it.
     */
    record Turned(
            Message.Assistant turn,
            int seen,
            Run.Bill bill,
            Run.Budget budget,
            List<String> notes,
            Instant at)
            implements RunEvent {
        public Turned {
            notes = List.copyOf(notes);
        }
    }

    /** The model could not be asked; without a time to try again it never can. */
    record Stumbled(String why, Optional<Instant> again, Instant at) implements RunEvent {}

    /** The gate has ruled on a proposed call. */
    record Judged(String call, Ruling ruling, Instant at) implements RunEvent {}

    /** A cleared call is still what was approved; it starts with this event. */
    record Verified(String call, Instant at) implements RunEvent {}

    /** A cleared call is not run here; {@code asked} hands it out. */
    record HandedOut(String call, Ruling.Ask asked, Instant at) implements RunEvent {}

    /** A cleared call is not what was approved any more: the tool, its schema or its server. */
    record Changed(String call, String what, Instant at) implements RunEvent {}

    /** A yes that counts, and that is not enough yet; {@code asks} go to the next stage. */
    record Voted(QuestionKey key, Vote vote, List<Outbound.Ask> asks) implements RunEvent {
        public Voted {
            asks = List.copyOf(asks);
        }

        @Override
        public Instant at() {
            return vote.at();
        }
    }

    /**
     * A choice that ends the question; {@code vote} is who made it, and how we know. Those who are
     * {@code alarmed} hear of an emergency.
     */
    record Decided(
            QuestionKey key,
            Choice choice,
            Vote vote,
            Optional<Grant> grant,
            List<Conversation> alarmed)
            implements RunEvent {
        public Decided {
            alarmed = List.copyOf(alarmed);
        }

        @Override
        public Instant at() {
            return vote.at();
        }
    }

    /** Somebody changed the arguments; the call is judged again. */
    record Edited(QuestionKey key, String arguments, Vote vote) implements RunEvent {
        @Override
        public Instant at() {
            return vote.at();
        }
    }

    /** A choice that was not taken; kept for the record, and answered in private where asked. */
    record Declined(
            QuestionKey key, Vote vote, String judgement, Optional<Outbound.Whisper> whisper)
            implements RunEvent {
        @Override
        public Instant at() {
            return vote.at();
        }
    }

    /** A grant that was given in this run is ended before its time. */
    record Revoked(Grant grant, String by, Instant at) implements RunEvent {}

    /** A call that nobody decided about in time is put to people again, as a call of its own. */
    record AskedAgain(Question expired, Call call, Vote vote) implements RunEvent {
        @Override
        public Instant at() {
            return vote.at();
        }
    }

    /** Nobody decided in time; {@code reached} is false when no channel had got through. */
    record Expired(QuestionKey key, boolean reached, Instant at) implements RunEvent {}

    /** People are reminded, or further people are asked, whom the gate lets decide from now on. */
    record Prodded(QuestionKey key, Timing timing, Gate gate, List<Outbound.Ask> asks, Instant at)
            implements RunEvent {
        public Prodded {
            asks = List.copyOf(asks);
        }
    }

    /** A channel could not bring a question to anybody; who asked for the work is told. */
    record Undelivered(
            QuestionKey key, String channel, String why, List<Outbound.Ask> instead, Instant at)
            implements RunEvent {
        public Undelivered {
            instead = List.copyOf(instead);
        }
    }

    /** A started call is worked on by another run now. */
    record HandedOver(String call, String to, Instant at) implements RunEvent {}

    /** A started or delegated call came back. */
    record Finished(String call, Outcome outcome, Instant at) implements RunEvent {}

    /** A cleared or started call did not run: its target, or its rule, is not what was shown. */
    record Moved(String call, String what, Instant at) implements RunEvent {}

    /** A started call may be run again, under the same key. */
    record Repeated(String call, Instant at) implements RunEvent {}

    /** The outcome of a started call is not known; {@code question} asks people about it. */
    record Vanished(String call, String known, Ruling.Ask asked, Instant at) implements RunEvent {}

    /** A person stopped the run. */
    record Cancelled(String by, Instant at) implements RunEvent {}
}
