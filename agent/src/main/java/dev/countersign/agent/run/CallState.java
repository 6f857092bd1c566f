package dev.countersign.agent.run;

import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far a call is; approved is not executed, and unknown is not failed. */
public sealed interface CallState {
    /** The model asked for it, or it is judged again, which makes a question's next version. */
    record Proposed(Optional<Again> again) implements CallState {
        public static final Proposed FIRST = new Proposed(Optional.empty());
    }

    /** Which question is asked again, and why. */
    record Again(QuestionKey question, int version, String why, Optional<String> editor) {}

    /** Waits for people. */
    record Gated(QuestionKey question) implements CallState {}

    /** May run. */
    record Cleared(Clearance by) implements CallState {}

    /** Committed before the world is touched; {@code key} is the same at every attempt. */
    record Started(Clearance by, int attempt, String key, Instant at) implements CallState {}

    /** Has an outcome, the tool's own error included. */
    record Done(Outcome outcome, Optional<Clearance> by) implements CallState {}

    /** Will not run. */
    record Refused(Refusal why, String told) implements CallState {}

    /** Was started and its outcome is not known; a person is asked. */
    record Lost(Clearance by, int attempt, String known, QuestionKey question)
            implements CallState {}

    /** A child run or somebody outside has it. */
    record Delegated(String to, Optional<Clearance> by) implements CallState {}

    /** True when this call needs nothing more and the model can be told. */
    default boolean over() {
        return this instanceof Done || this instanceof Refused;
    }

    /** Why a call may run. */
    sealed interface Clearance {
        record ByRule(String rule) implements Clearance {}

        /**
         * {@code basis} is what the preview was made from, so that a moved target is noticed;
         * {@code shown} is where the decision is shown, so that its effect is shown there too.
         */
        record ByDecision(
                QuestionKey question, int version, String by, String basis, Optional<Shown> shown)
                implements Clearance {}

        record ByGrant(String grant, String by) implements Clearance {}

        /** The clearance without what is needed only until the call is over. */
        default Clearance brief() {
            return this instanceof ByDecision d
                    ? new ByDecision(d.question, d.version, d.by, "", Optional.empty())
                    : this;
        }
    }

    /** A decision as it is shown, and where. */
    record Shown(Settlement settlement, List<Conversation> places) {
        public Shown {
            places = List.copyOf(places);
        }
    }

    /** What a tool gave back, as the model is told. */
    record Outcome(String text, boolean error) {}

    /** Why a call will not run; the model is told each in its own words. */
    enum Refusal {
        REJECTED,
        EXPIRED,
        UNREACHABLE,
        CANCELLED,
        NOT_PERMITTED,
        CHANGED,
        OVER_LIMIT,
        INVALID,
        GIVEN_UP
    }
}
