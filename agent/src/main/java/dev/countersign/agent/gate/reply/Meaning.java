package dev.countersign.agent.gate.reply;

import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;

import java.util.List;

/** What a reply in free text chooses about a question. */
public sealed interface Meaning {
    /** Longer answers belong into a file; they would crowd everything else out of the prompt. */
    int LONGEST_ANSWER = 16 * 1024;

    record Chosen(Choice choice) implements Meaning {}

    /** No choice; {@code why} is a sentence for the person who wrote it. */
    record Unclear(String why) implements Meaning {}

    static Meaning of(Card card, String text) {
        return switch (card.kind()) {
            case APPROVE -> decision(text);
            case ASK -> answer(card, text.strip());
            case FORM -> new Unclear("A form cannot be filled in by a reply.");
            case EXTERNAL -> new Unclear("An outcome cannot be reported by a reply.");
        };
    }

    private static Meaning decision(String text) {
        return switch (ReplyReader.read(text)) {
            case Reading.Approve yes -> new Chosen(new Choice.Approve(yes.reason()));
            case Reading.Reject no -> new Chosen(new Choice.Reject(no.reason()));
            case Reading.Unclear unclear -> new Unclear(unclear.why());
        };
    }

    private static Meaning answer(Card card, String text) {
        if (card.prompts().size() != 1) {
            return new Unclear(
                    "Several things are asked, and a reply can answer only one question.");
        }
        if (text.isEmpty()) {
            return new Unclear("The reply was empty.");
        }
        return text.length() > LONGEST_ANSWER
                ? new Unclear("The answer was longer than " + LONGEST_ANSWER + " characters.")
                : new Chosen(new Choice.Answer(List.of(List.of(text))));
    }
}
