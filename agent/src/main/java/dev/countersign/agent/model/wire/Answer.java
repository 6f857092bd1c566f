package dev.countersign.agent.model.wire;

import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Message;

import java.util.List;

/** What a provider answered, and why it stopped; {@code verbatim} is its own form of it. */
public record Answer(
        String text,
        List<Message.Proposal> proposals,
        String verbatim,
        Stop stop,
        long tokensIn,
        long tokensOut) {
    private static final String CUT = "(The answer was cut at the limit of tokens.)";

    public Answer {
        proposals = List.copyOf(proposals);
    }

    /** Why an answer ended. */
    public sealed interface Stop {
        /** The model had said what it wanted to say. */
        record Said() implements Stop {}

        /** The limit of tokens was reached. */
        record AtLimit() implements Stop {}

        /** The model, or a filter of its provider, refused; in these words, if in any. */
        record Refusing(String words) implements Stop {}

        /** The model began something that its provider could not read. */
        record Garbled(String why) implements Stop {}
    }

    public Turn turn(Failures failures) throws ModelFailure {
        return switch (stop) {
            case Stop.Said said -> whole(text, failures);
            case Stop.AtLimit limit -> cut(failures);
            case Stop.Refusing refusing ->
                refusal(refusing.words().isBlank() ? text : refusing.words());
            case Stop.Garbled garbled ->
                throw failures.passing("The model gave something that its provider could not"
                        + " read (" + garbled.why() + "). It is asked again.");
        };
    }

    private Turn cut(Failures failures) throws ModelFailure {
        if (!proposals.isEmpty() || text.isBlank()) {
            throw failures.lasting("The model's answer was cut at the limit of tokens, so"
                    + " nothing of it is used. Set a larger maxTokens, or ask for less.");
        }
        return whole(text.stripTrailing() + "\n\n" + CUT, failures);
    }

    private Turn whole(String words, Failures failures) throws ModelFailure {
        if (proposals.isEmpty() && words.isBlank()) {
            throw failures.passing("The model gave an empty answer. It is asked again.");
        }
        return new Turn(new Message.Assistant(words, proposals, verbatim), tokensIn, tokensOut);
    }

    /** A refusal in words is an answer, and people read it. */
    private Turn refusal(String words) {
        var told =
                "The model refused to answer: " + (words.isBlank() ? "it gave no reason." : words);
        return new Turn(new Message.Assistant(told, List.of(), ""), tokensIn, tokensOut);
    }
}
