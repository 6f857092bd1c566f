package dev.countersign.agent.run;

import java.util.List;

/** One entry of a run's transcript, as the model reads it; appended, never rewritten. */
public sealed interface Message {
    /** A person spoke. */
    record User(String text, String by) implements Message {}

    /**
     * The model spoke. {@code verbatim} is the provider's own form of the turn, where it must be
     * given back unchanged, and empty otherwise.
     */
    record Assistant(String text, List<Proposal> proposals, String verbatim) implements Message {
        public Assistant {
            proposals = List.copyOf(proposals);
        }
    }

    /** What a call came to; {@code call} is our id, {@code providerId} the model's own. */
    record Result(String call, String providerId, String tool, String text, boolean error)
            implements Message {}

    /**
     * A tool call as the model asked for it. The provider's id is for the provider alone: it may be
     * missing, or repeat in every turn.
     */
    record Proposal(String providerId, String tool, String arguments) {}
}
